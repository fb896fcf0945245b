import type { ApiDocument, Schema } from "./api-document.ts";
import { FieldList, fieldsOf } from "./field-list.tsx";
import { allowedValues } from "./schema-words.ts";

/** Every object that the operations take and answer, each under an anchor that fields link to. */
export function ApiObjects({ document }: { document: ApiDocument }) {
  return (
    <section aria-labelledby="objects">
      <h2 id="objects">Objects</h2>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <article id={`object-${name}`}>
          <h3>{name}</h3>
          {schema.oneOf === undefined ? (
            <FieldList fields={fieldsOf(schema)} answered={schema.additionalProperties !== false} />
          ) : (
            schema.oneOf.map((kind) => <Kind kind={kind} />)
          )}
        </article>
      ))}
    </section>
  );
}

/** One of the shapes that an object can have, named by what its `type` then is. */
function Kind({ kind }: { kind: Schema }) {
  const type = kind.properties?.["type"];
  return (
    <details>
      <summary>
        <code>{(type ? allowedValues(type) : []).join(", ") || "object"}</code>
      </summary>
      <FieldList fields={fieldsOf(kind)} answered />
    </details>
  );
}
