import type { ApiDocument, Schema } from "./api-document.ts";
import { ObjectFields } from "./field-list.tsx";

/** Every object that the operations take and answer, each under an anchor that fields link to. */
export function ApiObjects({ document }: { document: ApiDocument }) {
  return (
    <section aria-labelledby="objects">
      <h2 id="objects">Objects</h2>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <article id={`object-${name}`}>
          <h3>{name}</h3>
          <ObjectFields schema={schema} answered={isAnswered(schema)} />
        </article>
      ))}
    </section>
  );
}

/** What is taken in takes nothing that it does not name. */
function isAnswered(schema: Schema): boolean {
  return [schema, ...(schema.oneOf ?? [])].every(
    ({ additionalProperties }) => additionalProperties !== false,
  );
}
