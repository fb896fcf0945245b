import { PROBLEMS, isProblemCode } from "../../contract/problem.ts";
import {
  type ApiDocument,
  type DescribedOperation,
  type Schema,
  objectName,
  resolved,
} from "./api-document.ts";
import { exampleRequest } from "./example-request.ts";
import { FieldList, ObjectFields, TypeName, hasFields } from "./field-list.tsx";

interface Shown {
  operation: DescribedOperation;
  document: ApiDocument;
}

/** One operation: what it is for, who may, what it takes and everything that it can answer. */
export function ApiOperation({ operation, document }: Shown) {
  const { operationId, method, path, summary, description, parameters = [] } = operation;
  const fields = parameters.map(({ name, in: place, required = false, schema }) => ({
    name,
    place,
    required,
    schema,
  }));
  return (
    <article class="operation" id={operationId}>
      <h3>
        <span class={`method method-${method}`}>{method.toUpperCase()}</span>
        <a href={`#${operationId}`}>
          <code>{path}</code>
        </a>
      </h3>
      <p>{summary}</p>
      <p class="quiet">{description}</p>
      {fields.length > 0 && (
        <>
          <h4>Parameters</h4>
          <FieldList fields={fields} />
        </>
      )}
      <Body operation={operation} document={document} />
      <h4>Answers</h4>
      <Answers operation={operation} document={document} />
      <details>
        <summary>Example</summary>
        <pre>
          <code>{exampleRequest(operation, document)}</code>
        </pre>
      </details>
    </article>
  );
}

function Body({ operation, document }: Shown) {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  if (schema === undefined) return null;
  const body = resolved(schema, document);
  return (
    <>
      <h4>Body</h4>
      {hasFields(body) ? <ObjectFields schema={body} /> : <p class="quiet">None, or an empty object.</p>}
    </>
  );
}

function Answers({ operation }: Shown) {
  const answers = Object.entries(operation.responses).filter(([status]) => status !== "default");
  return (
    <ul class="fields">
      {answers.map(([status, { description, content = {} }]) => (
        <li>
          <code class="name">{status}</code>{" "}
          {Object.entries(content).map(([media, { schema }], index) => (
            <>
              {index > 0 && <span class="quiet"> or </span>}
              {codesOf(schema).length > 0 ? (
                <Codes codes={codesOf(schema)} />
              ) : (
                <Answer media={media} schema={schema} />
              )}
            </>
          ))}
          {Object.keys(content).length === 0 && <span class="quiet">{description}</span>}
        </li>
      ))}
    </ul>
  );
}

function Answer({ media, schema }: { media: string; schema: Schema }) {
  return media === "application/json" ? <TypeName schema={schema} /> : <code>{media}</code>;
}

function Codes({ codes }: { codes: readonly string[] }) {
  return codes.filter(isProblemCode).map((code, index) => (
    <>
      {index > 0 && ", "}
      <a href={`/problems/${code}`} title={PROBLEMS[code].title}>
        <code>{code}</code>
      </a>
    </>
  ));
}

/** Which problems an answer's schema allows. */
function codesOf({ allOf = [] }: Schema): string[] {
  return allOf
    .flatMap((part) => (objectName(part) === null ? (part.properties?.["code"]?.enum ?? []) : []))
    .map(String);
}
