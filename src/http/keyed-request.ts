import type { Context } from "hono";
import type { KeyedRequest } from "../domain/context.ts";
import { DomainError } from "../domain/errors.ts";
import { seal } from "../platform/seal.ts";
import { sha256 } from "../platform/sha256.ts";
import type { AppEnv } from "./app-env.ts";
import type { Caller } from "./require-caller.ts";

/**
 * What `Idempotency-Key` makes of a POST: scope is caller, method and path.
 * @returns null without the header
 * @throws DomainError `bad_request` for a key that is empty or longer than 255 characters
 */
export async function keyedRequest(
  c: Context<AppEnv>,
  caller: Caller,
  body: Uint8Array,
  status: number,
): Promise<KeyedRequest | null> {
  const key = c.req.header("idempotency-key");
  if (key === undefined || c.req.method !== "POST") return null;
  if (key.length < 1 || key.length > 255) {
    throw new DomainError("bad_request", "Idempotency-Key must have 1 to 255 characters.");
  }
  const { actor } = caller.account;
  return {
    caller: `${caller.account.id} ${actor.kind === "member" ? actor.user_id : actor.id}`,
    operation: `${c.req.method} ${new URL(c.req.url).pathname.toLowerCase()}`,
    key,
    body_hash: await sha256(body),
    status,
    kept: false,
    seal: (answer) => seal(c.env.BETTER_AUTH_SECRET, answer),
  };
}
