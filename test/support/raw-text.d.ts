/** A file's text, as the tests' bundler brings it. */
declare module "*?raw" {
  const text: string;
  export default text;
}
