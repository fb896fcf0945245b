import type { Schema } from "./api-document.ts";

const FORMATS: Readonly<Record<string, string>> = {
  uuid: "id (UUID)",
  "date-time": "time (ISO 8601, UTC)",
  email: "email address",
  uri: "address (URL)",
};

/** What kind of value a schema asks for, in a few words; lists name what is in them. */
export function typeWords(schema: Schema): string {
  const types = [schema.type ?? []].flat();
  const kind = types.find((type) => type !== "null");
  const orNull = types.includes("null") ? " or null" : "";
  if (kind === "array")
    return `list of ${schema.items === undefined ? "values" : typeWords(schema.items)}${orNull}`;
  if (kind === undefined) return schema.oneOf || schema.anyOf ? "one of several objects" : "any value";
  return `${FORMATS[schema.format ?? ""] ?? kind}${orNull}`;
}

/** What a value has to keep to: its values, lengths, range and default, each in words. */
export function limitWords(schema: Schema): string[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, pattern } = schema;
  return [
    range("characters", minLength, maxLength),
    range("", bound(minimum), bound(maximum)),
    range("items", minItems, maxItems),
    ...(schema.items === undefined ? [] : limitWords(schema.items).map((words) => `each ${words}`)),
    pattern === undefined ? "" : `matches ${pattern}`,
    schema.default === undefined ? "" : `default ${JSON.stringify(schema.default)}`,
  ].filter((words) => words !== "");
}

/** The values that are allowed, where they are listed. */
export function allowedValues(schema: Schema): string[] {
  return (schema.enum ?? schema.items?.enum ?? []).map(String);
}

function range(unit: string, least: number | undefined, most: number | undefined): string {
  const amount =
    least !== undefined && most !== undefined
      ? `${least} to ${most}`
      : most !== undefined
        ? `at most ${most}`
        : least !== undefined
          ? `at least ${least}`
          : "";
  return amount === "" ? "" : `${amount} ${unit}`.trim();
}

/** The generator writes the ends of safe integers where no bound was meant. */
function bound(value: number | undefined): number | undefined {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;
}
