import type { Context } from "hono";
import type { IntegrationKind } from "../contract/integration.ts";
import type { Translated } from "../contract/tool-event.ts";
import type { DomainContext } from "../domain/context.ts";
import { DomainError } from "../domain/errors.ts";
import { type Source, admitPost } from "../domain/integrations/admit-post.ts";
import type { RawPost } from "../domain/integrations/keep-post.ts";
import { type Taken, takePost, takenBefore } from "../domain/integrations/take-post.ts";
import { InvalidPost } from "../inbound/invalid-post.ts";
import { at } from "../inbound/json-object.ts";
import { sha256 } from "../platform/sha256.ts";
import { admitTool, keepRefusal, requireRoom } from "./admit-tool.ts";
import type { AppEnv } from "./app-env.ts";
import { kindAt, translateAt } from "./inbound-address.ts";
import { readPayload, readRaw } from "./read-payload.ts";
import { requireSignature } from "./require-signature.ts";

/** Where a post goes and what it may weigh. */
export interface Inbound {
  key: string;
  /** What comes after the key; of a tool whose key is in a header, its integration's kind says it. */
  address: (kind: IntegrationKind) => string;
  limit: number;
  status: 200 | 202;
  body: Uint8Array | DomainError;
  /** What a refusal is answered where that is not the problem's own status. */
  refusedWith?: (refusal: DomainError) => number;
  /** A last look at what was read, before it is taken. */
  prepare?: (translated: Translated, raw: RawPost) => Promise<void>;
}

/**
 * Takes a tool's post: key, limit, signature, body, in this order; what is wrong with a post of a known key is kept
 * with it, so that whoever set the tool up sees why. Nothing is answered before it is committed.
 * @throws DomainError `unauthenticated`, `rate_limited`, and whatever is wrong with the body
 */
export async function takeInbound(c: Context<AppEnv>, given: Inbound): Promise<Taken[]> {
  return admitTool(c, given.key, admitPost, async (ctx, admitted) => {
    const { source } = admitted;
    const raw = await rawPost(c, given, source);
    await requireRoom(c, ctx, admitted, raw);
    return read(c, ctx, source, given, raw);
  });
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
    if (given.body instanceof DomainError) throw given.body;
    await requireSignature(c, source, given.body, ctx.now);
    checkOnce(raw);
    const kind = kindAt(raw.address) ?? "generic";
    payload = await readPayload(kind, raw.content_type, given.body);
    translated = translateAt(raw.address, payload, source.integration.mapping);
    await given.prepare?.(translated, raw);
  } catch (error) {
    const refusal = asRefusal(error);
    throw await keepRefusal(ctx, source, raw, refusal, given.refusedWith?.(refusal));
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

/** The body of a request, or why it is not taken: said only to whoever has a key. */
export function bodyOf(c: Context<AppEnv>, limit: number): Promise<Uint8Array | DomainError> {
  return readRaw(c.req.raw, limit).catch((error: unknown) => {
    if (error instanceof DomainError) return error;
    throw error;
  });
}
