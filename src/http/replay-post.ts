import type { Context } from "hono";
import type { TakenPosts } from "../contract/integration.ts";
import type { DomainContext } from "../domain/context.ts";
import { DomainError } from "../domain/errors.ts";
import { asIntegration, loadSource } from "../domain/integrations/admit-post.ts";
import { loadPost } from "../domain/integrations/list-posts.ts";
import type { RawPost } from "../domain/integrations/keep-post.ts";
import type { AppEnv } from "./app-env.ts";
import { kindAt, translateAt } from "./inbound-address.ts";
import { readPayload } from "./read-payload.ts";
import { presentTaken } from "./routes/inbound.ts";
import { asRefusal, takeOnce } from "./take-inbound.ts";

/**
 * Takes a kept post again as if its tool had sent it now: limit and signature are not asked for.
 * @throws DomainError `not_found`, `invalid_transition` (a sign of life, or the integration is off), and whatever is
 * wrong with the body
 */
export async function replayPost(
  c: Context<AppEnv>,
  ctx: DomainContext,
  key: { integration_id: string; post_id: string },
): Promise<TakenPosts> {
  const post = await loadPost(ctx, key);
  const kind = kindAt(post.address);
  if (!kind) throw new DomainError("invalid_transition", "A sign of life cannot be taken again.");
  const source = await loadSource(ctx.db, ctx.account_id, key.integration_id);
  if (!source) throw new DomainError("invalid_transition", "The integration is switched off.");
  const { keyed } = ctx;
  const raw: RawPost = {
    address: post.address,
    content_type: post.content_type,
    body: post.body,
    replay_of: post.id,
    once: keyed && { key: `${keyed.caller} ${keyed.operation} ${keyed.key}`, body_hash: keyed.body_hash },
    status: 200,
  };
  try {
    const payload = await readPayload(kind, post.content_type, new TextEncoder().encode(post.body));
    const translated = translateAt(post.address, payload, source.integration.mapping);
    // The answer is kept with the request's own key; the post is guarded by `once`.
    const own = asIntegration({ ...ctx, keyed: null }, source);
    const taken = await takeOnce(own, source, raw, translated, payload);
    return { results: taken.map((one) => presentTaken(c, one)) };
  } catch (error) {
    throw asRefusal(error);
  }
}
