import { redact } from "../platform/redact.ts";

/** A record as what a model reads: JSON in which no text can end the record, every text redacted. */
export function asMaterial(record: object): string {
  const text = JSON.stringify(
    record,
    (_, value: unknown) => (typeof value === "string" ? redact(value) : value),
    1,
  );
  return `<record>\n${text.replaceAll("<", "\\u003c")}\n</record>`;
}
