import type { Context } from "hono";
import type { IntegrationKind } from "../contract/integration.ts";
import type { Translated } from "../contract/tool-event.ts";
import { openDb } from "../db/client.ts";
import { type DomainContext, nothingCommitted } from "../domain/context.ts";
import { DomainError } from "../domain/errors.ts";
import { type Allowance, type Source, admitPost, asIntegration } from "../domain/integrations/admit-post.ts";
import { limitPost, refusePost } from "../domain/integrations/refuse-post.ts";
import { type RawPost, type Taken, takePost, takenBefore } from "../domain/integrations/take-post.ts";
import { InvalidPost } from "../inbound/invalid-post.ts";
import { at } from "../inbound/json-object.ts";
import { verifySignature } from "../inbound/verify-signature.ts";
import { newId } from "../platform/new-id.ts";
import { unseal } from "../platform/seal.ts";
import { sha256 } from "../platform/sha256.ts";
import { afterCommit } from "./after-commit.ts";
import type { AppEnv } from "./app-env.ts";
import { kindAt, translateAt } from "./inbound-address.ts";
import { limitNotice } from "./limit-notice.ts";
import { PROBLEMS } from "../contract/problem.ts";
import { readPayload, readRaw } from "./read-payload.ts";

/** Where a post goes and what it may weigh. */
export interface Inbound {
  key: string;
  /** What comes after the key; of a tool whose key is in a header, its integration's kind says it. */
  address: (kind: IntegrationKind) => string;
  limit: number;
  status: 200 | 202;
  body: Uint8Array | DomainError;
  /** A last look at what was read, before it is taken. */
  prepare?: (translated: Translated) => void;
}

/**
 * Takes a tool's post: key, limit, signature, body, in this order; what is wrong with a post of a known key is kept
 * with it, so that whoever set the tool up sees why. Nothing is answered before it is committed.
 * @throws DomainError `unauthenticated`, `rate_limited`, and whatever is wrong with the body
 */
export async function takeInbound(c: Context<AppEnv>, given: Inbound): Promise<Taken[]> {
  const now = Date.now();
  const db = openDb(c.env.DB);
  const admitted = await admitPost(db, await sha256(given.key.toLowerCase()), now);
  if (!admitted) throw new DomainError("unauthenticated", "Send the key of an integration.");
  const { source, allowance } = admitted;
  c.set("integration", { id: source.integration.id, account_id: source.account.id });
  announce(c, allowance);
  const committed = nothingCommitted();
  const ctx = asIntegration({ db, now, newId, keyed: null, ahead: null, committed }, source);
  try {
    const raw = await rawPost(c, given, source);
    if (!admitted.admitted) {
      await limitPost(ctx, source, raw, limitNotice(c.env, source, now));
      throw new DomainError(
        "rate_limited",
        "This key has had its posts of this minute.",
        {},
        allowance.reset,
      );
    }
    return await read(c, ctx, source, given, raw);
  } finally {
    c.executionCtx.waitUntil(afterCommit(c.env, source.account, committed));
  }
}

async function read(
  c: Context<AppEnv>,
  ctx: DomainContext,
  source: Source,
  given: Inbound,
  raw: RawPost,
): Promise<Taken[]> {
  let payload: unknown;
  let translated: Translated;
  try {
    await requireSignature(c, source, given.body, ctx.now);
    if (given.body instanceof DomainError) throw given.body;
    checkOnce(raw);
    const kind = kindAt(raw.address) ?? "generic";
    payload = await readPayload(kind, raw.content_type, given.body);
    translated = translateAt(raw.address, payload, source.integration.mapping);
    given.prepare?.(translated);
  } catch (error) {
    const refusal = asRefusal(error);
    const { status } = PROBLEMS[refusal.code];
    await refusePost(ctx, source, raw, { status, detail: refusal.message.slice(0, 1_000) });
    throw refusal;
  }
  return takeOnce(ctx, source, raw, translated, payload);
}

/** Takes what was read, or finds what became of it when it came before. */
export async function takeOnce(
  ctx: DomainContext,
  source: Source,
  raw: RawPost,
  translated: Translated,
  payload: unknown,
): Promise<Taken[]> {
  try {
    const taken = await takePost(ctx, source, raw, translated, (pointer) => at(payload, pointer));
    return translated.ignored === null ? taken : [{ applied: false, reason: translated.ignored }];
  } catch (error) {
    const before = error instanceof DomainError && error.code === "idempotency_in_progress";
    if (!before || !raw.once) throw error;
    return takenBefore(ctx, source.integration.id, raw.once);
  }
}

/** What is wrong with a payload, as a problem. Whatever else went wrong stays what it is. */
export function asRefusal(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (!(error instanceof InvalidPost)) throw error;
  const errors = error.faults.map(({ pointer, detail }) => ({ pointer, detail }));
  return new DomainError("validation_failed", error.message, { errors });
}

async function rawPost(c: Context<AppEnv>, given: Inbound, { integration }: Source): Promise<RawPost> {
  const bytes = given.body instanceof DomainError ? new Uint8Array() : given.body;
  const signed_id = integration.signing_secret === null ? undefined : c.req.header("webhook-id");
  const named = signed_id === undefined ? c.req.header("idempotency-key") : `webhook-id ${signed_id}`;
  return {
    address: given.address(integration.kind),
    content_type: c.req.header("content-type")?.slice(0, 200) ?? null,
    body: new TextDecoder().decode(bytes),
    replay_of: null,
    once: named === undefined ? null : { key: named, body_hash: await sha256(bytes) },
    status: given.status,
  };
}

function checkOnce({ once }: RawPost): void {
  if (!once || (once.key.length > 0 && once.key.length <= 255)) return;
  throw new DomainError("bad_request", "Idempotency-Key and webhook-id have 1 to 255 characters.");
}

const FAULTS = {
  missing:
    "This integration takes signed posts only: send webhook-id, webhook-timestamp and webhook-signature.",
  clock: "webhook-timestamp must be the present time in seconds, to within five minutes.",
  wrong: "The signature does not fit the body.",
  lost: "The integration's signing secret is void: switch signing off and on for a new one.",
};

/** @throws DomainError `unauthenticated` for a post that is not signed as its integration asks for */
async function requireSignature(
  c: Context<AppEnv>,
  { integration }: Source,
  body: Inbound["body"],
  now: number,
): Promise<void> {
  if (integration.signing_secret === null || body instanceof DomainError) return;
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

/** How many posts the minute has left, in the words of the IETF's RateLimit fields. */
function announce(c: Context<AppEnv>, { limit, left, reset }: Allowance): void {
  c.header("RateLimit-Policy", `"posts";q=${limit};w=60`);
  c.header("RateLimit", `"posts";r=${left};t=${reset}`);
}

/** The body of a request, or why it is not taken: said only to whoever has a key. */
export function bodyOf(c: Context<AppEnv>, limit: number): Promise<Uint8Array | DomainError> {
  return readRaw(c.req.raw, limit).catch((error: unknown) => {
    if (error instanceof DomainError) return error;
    throw error;
  });
}
