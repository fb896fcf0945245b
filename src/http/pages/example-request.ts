import { type ApiDocument, type DescribedOperation, type Schema, resolved } from "./api-document.ts";

const ID = "019a5b1c-7d00-7000-8000-000000000001";
const TIME = "2030-01-07T09:00:00.000Z";

/** What a person would write into a field of this name. */
const SPOKEN: Readonly<Record<string, unknown>> = {
  intent: "escalate",
  problem_summary: "VPN drops every ten minutes",
  problem_domain: "Network",
  customer: "Harbor Dental",
  engineer_notes: "Replaced the router, same behaviour.",
  reason: "The provider has to be called",
  read_back: "It is the line. I call the provider.",
  title: "Replaced the router",
  content: "The provider sees no errors on the line.",
  text: "The customer is in the office until five.",
  label: "It is the provider",
  name: "Monitoring",
  email: "kim@northwind.example",
  event_ids: ["k3.39"],
  url: "https://hooks.example.com/baton",
  remind_after_minutes: [5, 15],
  widen_after_minutes: 15,
  tz: "Europe/Berlin",
  site: "na.myconnectwise.net",
  company_id: "northwind",
};

/** A body that the operation takes: what is required, or else a few of the fields that people fill in. */
export function exampleBody(operation: DescribedOperation, document: ApiDocument): unknown {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  return schema === undefined ? undefined : exampleOf(schema, document);
}

/** The request as a command; `$BATON` and `$TOKEN` stand for the address and a token or key. */
export function exampleRequest(operation: DescribedOperation, document: ApiDocument): string {
  const method = operation.method.toUpperCase();
  const path = operation.path.replaceAll(/\{\w+\}/g, ID);
  const body = exampleBody(operation, document);
  const isStream = Object.values(operation.responses).some(({ content }) => content?.["text/event-stream"]);
  const isKeyed = operation.parameters?.some(({ name }) => name === "Idempotency-Key");
  return [
    `curl ${isStream ? "-N " : ""}${method === "GET" ? "" : `-X ${method} `}"$BATON${path}"`,
    `-H "Authorization: Bearer $TOKEN"`,
    ...(isKeyed ? [`-H "Idempotency-Key: $(uuidgen)"`] : []),
    ...(body === undefined ? [] : [`-H "Content-Type: application/json"`, `-d '${JSON.stringify(body)}'`]),
  ].join(" \\\n  ");
}

function exampleOf(given: Schema, document: ApiDocument, name = ""): unknown {
  const schema = resolved(given, document);
  if (name in SPOKEN) return SPOKEN[name];
  if (schema.enum !== undefined) return schema.enum[0];
  // A body of several kinds is shown by its first; what may be null by what it otherwise is, which zod names first.
  const [variant] = schema.oneOf ?? schema.anyOf ?? [];
  if (variant !== undefined) return exampleOf(variant, document, name);
  if (schema.default !== undefined) return schema.default;
  if (schema.format === "uuid") return ID;
  if (schema.format === "date-time") return TIME;
  const [kind] = [schema.type ?? []].flat();
  if (kind === "array") return schema.items ? [exampleOf(schema.items, document)] : [];
  if (kind === "object") return exampleObject(schema, document);
  if (kind === "boolean") return true;
  if (kind === "integer" || kind === "number") return schema.minimum ?? 1;
  return "text";
}

function exampleObject({ properties = {}, required = [] }: Schema, document: ApiDocument): object {
  const spoken = Object.keys(properties).filter((name) => name in SPOKEN);
  const shown = required.length > 0 ? required : spoken.slice(0, 3);
  return Object.fromEntries(shown.map((name) => [name, exampleOf(properties[name] ?? {}, document, name)]));
}
