/** Fields of the translated post that a rule can look at; whatever else it looks at is a JSON pointer into the body. */
export const RULE_FIELDS = [
  "summary",
  "details",
  "source",
  "customer",
  "contact",
  "device",
  "problem_domain",
  "priority",
  "dedup_key",
] as const;

/** Fields that a mapping can find in the JSON of a tool. */
export const MAPPED_FIELDS = [
  "summary",
  "details",
  "priority",
  "dedup_key",
  "action",
  "source",
  "customer",
  "contact",
  "device",
  "problem_domain",
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];
