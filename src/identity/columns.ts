type SnakeCase<T extends string> = T extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : "";

/** better-auth's field names and the columns they are kept in: `userId` in `user_id`. */
export function columns<const T extends string>(...fields: T[]): { [K in T]: SnakeCase<K> } {
  const snake = (field: string) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  // The type says letter by letter what the replacement does.
  return Object.fromEntries(fields.map((field) => [field, snake(field)])) as { [K in T]: SnakeCase<K> };
}
