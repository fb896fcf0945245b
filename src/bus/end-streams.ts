import type { EndedRight } from "../contract/ended-right.ts";
import type { Place } from "../contract/place.ts";
import { accountBus } from "./poke-bus.ts";
import { CLOSE, keyTag, loginTag, userTag } from "./stream-request.ts";

/**
 * Ends the open streams of a login, a key or a person of an account; told late, only those asked for until `askedUntil`
 * (ms).
 */
export async function endStreams(
  env: Env,
  account: Place & { id: string },
  { kind, id }: EndedRight,
  askedUntil: number | null = null,
): Promise<void> {
  const bus = accountBus(env, account.id, account);
  switch (kind) {
    case "login":
      return bus.endStreams(loginTag(id), CLOSE.loginEnded, "This login has ended.", askedUntil);
    case "api_key":
      return bus.endStreams(keyTag(id), CLOSE.loginEnded, "This key was revoked.", askedUntil);
    case "member":
      return bus.endStreams(userTag(id), CLOSE.rightLost, "This person may no longer listen.", askedUntil);
  }
}
