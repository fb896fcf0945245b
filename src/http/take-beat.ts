import type { Context } from "hono";
import { DomainError } from "../domain/errors.ts";
import { admitBeat, endSilence, noteBeat } from "../domain/integrations/heartbeat.ts";
import type { RawPost } from "../domain/integrations/keep-post.ts";
import { admitTool, keepRefusal, requireRoom } from "./admit-tool.ts";
import type { AppEnv } from "./app-env.ts";
import { BODY_LIMIT } from "./read-body.ts";
import { requireSignature } from "./require-signature.ts";
import { asRefusal, bodyOf } from "./take-inbound.ts";

/**
 * Takes a sign of life: it resolves what its absence had escalated. Where the integration signs, so is this, over
 * whatever body it has: who has only overheard the key cannot make a dead tool look alive.
 * @throws DomainError `unauthenticated`, `rate_limited`, `payload_too_large`
 */
export async function takeBeat(c: Context<AppEnv>, key: string): Promise<void> {
  await admitTool(c, key, admitBeat, async (ctx, admitted) => {
    const { source } = admitted;
    const { id, signing_secret, heartbeat_handoff_id } = source.integration;
    await requireRoom(c, ctx, admitted, beatOf(c));
    if (signing_secret !== null) {
      try {
        const body = await bodyOf(c, BODY_LIMIT);
        if (body instanceof DomainError) throw body;
        await requireSignature(c, source, body, ctx.now);
      } catch (error) {
        throw await keepRefusal(ctx, source, beatOf(c), asRefusal(error));
      }
      await noteBeat(ctx, id);
    }
    if (heartbeat_handoff_id !== null) await endSilence(ctx, source);
  });
}

/** A sign of life as what is kept of it where it is refused. */
function beatOf(c: Context<AppEnv>): RawPost {
  const content_type = c.req.header("content-type")?.slice(0, 200) ?? null;
  return { address: "heartbeat", content_type, body: "", replay_of: null, once: null, status: 200 };
}
