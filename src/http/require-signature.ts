import type { Context } from "hono";
import { DomainError } from "../domain/errors.ts";
import type { Source } from "../domain/integrations/admit-post.ts";
import { verifySignature } from "../inbound/verify-signature.ts";
import { unseal } from "../platform/seal.ts";
import type { AppEnv } from "./app-env.ts";

const FAULTS = {
  missing:
    "This integration takes signed posts only: send webhook-id, webhook-timestamp and webhook-signature.",
  clock: "webhook-timestamp must be the present time in seconds, to within five minutes.",
  wrong: "The signature does not fit the body.",
  lost: "The integration's signing secret is void: switch signing off and on for a new one.",
};

/** @throws DomainError `unauthenticated` for what is not signed as its integration asks for; `now` is in ms */
export async function requireSignature(
  c: Context<AppEnv>,
  { integration }: Source,
  body: Uint8Array,
  now: number,
): Promise<void> {
  if (integration.signing_secret === null) return;
  // It was sealed under another secret of Baton's own if this fails.
  const secret = await unseal(c.env.BETTER_AUTH_SECRET, integration.signing_secret).catch(() => null);
  if (secret === null) throw new DomainError("unauthenticated", FAULTS.lost);
  const header = (name: string) => c.req.header(name);
  const given = {
    id: header("webhook-id"),
    timestamp: header("webhook-timestamp"),
    signature: header("webhook-signature"),
  };
  const fault = await verifySignature(secret, given, body, now);
  if (fault) throw new DomainError("unauthenticated", FAULTS[fault]);
}
