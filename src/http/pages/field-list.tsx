import { type Schema, objectName } from "./api-document.ts";
import { allowedValues, limitWords, typeWords } from "./schema-words.ts";

/** One value that is sent or answered. */
export interface Field {
  name: string;
  /** Where it is sent, if not in the body. */
  place?: string;
  required: boolean;
  schema: Schema;
}

/** The fields of an object's schema; those of one that is nothing but a list are its items'. */
export function fieldsOf(schema: Schema): Field[] {
  const { properties = {}, required = [] } = schema.items ?? schema;
  return Object.entries(properties).map(([name, field]) => ({
    name,
    required: required.includes(name),
    schema: field,
  }));
}

/** The objects that a value can be, where it is one of several; each is named by the values that only it has. */
export function variantsOf({ oneOf, anyOf }: Schema): { name: string; schema: Schema }[] {
  return (oneOf ?? anyOf ?? [])
    .filter((schema) => fieldsOf(schema).length > 0)
    .map((schema) => {
      // A variant is told by the field that has one value in it, `type` or `kind`.
      const mark = fieldsOf(schema).find(({ schema }) => allowedValues(schema).length === 1);
      return { name: mark ? allowedValues(mark.schema).join() : "object", schema };
    });
}

/** Whether a schema has fields to show, of its own or of its variants. */
export function hasFields(schema: Schema): boolean {
  return fieldsOf(schema).length + variantsOf(schema).length > 0;
}

/** The fields of an object; of one that can be several, those of each, under its name. */
export function ObjectFields({ schema, answered = false }: { schema: Schema; answered?: boolean }) {
  const variants = variantsOf(schema);
  if (variants.length === 0) return <FieldList fields={fieldsOf(schema)} answered={answered} />;
  return (
    <>
      {variants.map((variant) => (
        <details>
          <summary>
            <code>{variant.name}</code>
          </summary>
          <ObjectFields schema={variant.schema} answered={answered} />
        </details>
      ))}
    </>
  );
}

/** Fields with type, whether they are required, limits and values; objects inside them are shown or linked. */
export function FieldList({ fields, answered = false }: { fields: readonly Field[]; answered?: boolean }) {
  return (
    <ul class="fields">
      {fields.map((field) => (
        <li>
          <FieldLine field={field} answered={answered} />
          {hasFields(field.schema) && <ObjectFields schema={field.schema} answered={answered} />}
        </li>
      ))}
    </ul>
  );
}

function FieldLine({ field, answered }: { field: Field; answered: boolean }) {
  const { name, place, required, schema } = field;
  const values = allowedValues(schema);
  const limits = [...(place === undefined ? [] : [`in the ${place}`]), ...limitWords(schema)];
  return (
    <>
      <code class="name">{name}</code> <TypeName schema={schema} />
      {/* What is answered is always there, unless it says otherwise. */}
      {required && !answered && <span class="must"> required</span>}
      {!required && answered && <span class="quiet"> not always there</span>}
      {values.length > 0 && (
        <span class="quiet">
          {" · one of "}
          {values.map((value, index) => (
            <>
              {index > 0 && ", "}
              <code>{value}</code>
            </>
          ))}
        </span>
      )}
      {limits.length > 0 && <span class="quiet"> · {limits.join(" · ")}</span>}
    </>
  );
}

/** The type in words, with a link where it is one of the document's objects. */
export function TypeName({ schema }: { schema: Schema }) {
  const own = objectName(schema);
  const listed = schema.items === undefined ? null : objectName(schema.items);
  if (own !== null) return <a href={`#object-${own}`}>{own}</a>;
  if (listed === null) return <span class="quiet">{typeWords(schema)}</span>;
  return (
    <>
      <span class="quiet">list of</span> <a href={`#object-${listed}`}>{listed}</a>
    </>
  );
}
