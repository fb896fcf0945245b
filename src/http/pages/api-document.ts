/** A JSON Schema as far as the document's generator writes it. */
export interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  format?: string;
  enum?: readonly unknown[];
  default?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  oneOf?: readonly Schema[];
  anyOf?: readonly Schema[];
  allOf?: readonly Schema[];
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}

type Content = Readonly<Record<string, { schema: Schema }>>;

export interface Described {
  operationId: string;
  summary: string;
  description: string;
  tags: readonly string[];
  parameters?: readonly Parameter[];
  requestBody?: { content: Content };
  responses: Readonly<Record<string, { description: string; content?: Content }>>;
}

export interface ApiDocument {
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  components: { schemas: Readonly<Record<string, Schema>> };
}

/** One operation and where it stands in the document. */
export interface DescribedOperation extends Described {
  method: string;
  path: string;
}

/** The operations below their tags, both in the document's order. */
export function operationsByTag({ paths }: ApiDocument): [tag: string, operations: DescribedOperation[]][] {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ ...described, method, path })),
  );
  return [...Map.groupBy(operations, ({ tags }) => tags[0] ?? "Other")];
}

/** The name of the object that a reference leads to; null for a schema that stands where it is. */
export function objectName({ $ref }: Schema): string | null {
  return $ref?.split("/").at(-1) ?? null;
}

/** What a schema says, following its reference. */
export function resolved(schema: Schema, { components }: ApiDocument): Schema {
  const name = objectName(schema);
  return name === null ? schema : (components.schemas[name] ?? {});
}
