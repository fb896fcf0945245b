/** What one log line says: never bodies, never secrets. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Writes one wide line of JSON; `error` gives its message and stack beside it. */
export function log(event: string, fields: LogFields, error?: unknown): void {
  const line = { event, ...fields, ...(error === undefined ? {} : describe(error)) };
  if (error === undefined) console.log(JSON.stringify(line));
  else console.error(JSON.stringify(line));
}

function describe(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) };
  // A failed query's own message holds its parameters, which may be tokens and addresses; its cause says what failed.
  if (error.name === "DrizzleQueryError" || error.message.startsWith("Failed query")) {
    return error.cause instanceof Error ? describe(error.cause) : { error: "A query failed." };
  }
  const cause = error.cause instanceof Error ? describe(error.cause)["error"] : undefined;
  return { error: error.message, stack: error.stack, cause };
}
