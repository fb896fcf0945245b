/** The part of JSON Schema that the contract's events come out as. */
export interface JsonSchema {
  $ref?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  type?: string | string[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: unknown;
  $defs?: Record<string, JsonSchema>;
}

/**
 * Declares the events without zod, so that users of the package need only TypeScript: the schemas' definitions, and the
 * plain interfaces of the contract file as they are written there.
 */
export function declareEvents(events: JsonSchema, contractFile: string): string {
  const schemas = Object.entries(events.$defs ?? {});
  const declared = schemas.map(([name, schema]) =>
    schema.oneOf === undefined ? declareInterface(name, schema) : declareUnion(name, schema.oneOf),
  );
  const plain = contractFile.match(/^(\/\*\*[^\n]*\n)?export interface \w+ \{\n.*?^\}$/gms) ?? [];
  return [...declared, 'export type LoggedEventType = LoggedEvent["type"];', ...plain, ""].join("\n\n");
}

/** One interface for each kind, named after it. */
function declareUnion(name: string, kinds: readonly JsonSchema[]): string {
  const names = kinds.map(nameOfKind);
  const interfaces = kinds.map((kind, index) => declareInterface(names[index] ?? "", kind));
  const union = names.map((kind) => `\n  | ${kind}`).join("");
  return [...interfaces, `export type ${name} =${union};`].join("\n\n");
}

function nameOfKind(kind: JsonSchema): string {
  const words = String(kind.properties?.["type"]?.const).split("_");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function declareInterface(name: string, schema: JsonSchema): string {
  return `export interface ${name} ${typeOf(schema, "")}`;
}

/** @throws Error for a schema that has no words here yet */
function typeOf(schema: JsonSchema, indent: string): string {
  const either = schema.anyOf ?? schema.oneOf;
  if (schema.$ref !== undefined) return schema.$ref.replace("#/$defs/", "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (either !== undefined) return either.map((one) => typeOf(one, indent)).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ type }, indent)).join(" | ");
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `Array<${typeOf(schema.items ?? {}, indent)}>`;
    case "object":
      return objectType(schema, indent);
    default:
      throw new Error(`No type is known for ${JSON.stringify(schema)}`);
  }
}

function objectType(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  indent: string,
): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const mark = required.includes(name) ? "" : "?";
    return `${indent}  ${name}${mark}: ${typeOf(schema, `${indent}  `)};\n`;
  });
  if (typeof additionalProperties === "object") fields.push(`${indent}  [field: string]: unknown;\n`);
  return `{\n${fields.join("")}${indent}}`;
}
