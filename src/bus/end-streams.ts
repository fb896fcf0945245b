import type { Place } from "../contract/place.ts";
import type { EndedRight } from "../domain/context.ts";
import { accountBus } from "./poke-bus.ts";
import { CLOSE, keyTag, loginTag, userTag } from "./stream-request.ts";

/** Ends the open streams of a login, a key or a person of an account. */
export async function endStreams(
  env: Env,
  account: Place & { id: string },
  ended: EndedRight,
): Promise<void> {
  const bus = accountBus(env, account.id, account);
  switch (ended.kind) {
    case "login":
      return bus.endStreams(loginTag(ended.id), CLOSE.loginEnded, "This login has ended.");
    case "api_key":
      return bus.endStreams(keyTag(ended.id), CLOSE.loginEnded, "This key was revoked.");
    case "member":
      return bus.endStreams(userTag(ended.user_id), CLOSE.rightLost, "This person may no longer listen.");
  }
}
