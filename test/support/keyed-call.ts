import { type Call, call } from "./call.ts";

/** The same call under an `Idempotency-Key`. */
export const withKey = (key: string, given: Call): Call => ({
  ...given,
  headers: { "idempotency-key": key },
});

/** An answer as a caller compares it with its replay: the bytes, their type, and whether it says that it is one. */
export async function answerOf(method: string, path: string, given: Call) {
  const response = await call(method, path, given);
  const replayed = response.headers.get("idempotency-replayed");
  return {
    status: response.status,
    replayed,
    type: response.headers.get("content-type"),
    text: await response.text(),
  };
}
