import { fieldWords } from "../field-words.ts";

/** What is wrong with a field, in the reader's language where the page knows the server's sentence. */
export function FieldFault({ detail }: { detail: string }) {
  const said = fieldWords(detail);
  return said === null ? <span lang="en">{detail}</span> : <>{said}</>;
}
