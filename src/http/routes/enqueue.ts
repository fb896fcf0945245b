import type { Context } from "hono";
import type { Translated } from "../../contract/tool-event.ts";
import { DomainError } from "../../domain/errors.ts";
import type { RawPost } from "../../domain/integrations/keep-post.ts";
import { newId } from "../../platform/new-id.ts";
import { sha256 } from "../../platform/sha256.ts";
import type { AppEnv } from "../app-env.ts";
import { ENQUEUE } from "../inbound-address.ts";
import type { PlainRoute } from "../plain-route.ts";
import { parseJson } from "../read-body.ts";
import { bodyOf, takeInbound } from "../take-inbound.ts";

/** PagerDuty's own bound. */
const LIMIT = 512 * 1024;
const INVALID = "Event object is invalid";

/** PagerDuty's Events API v2, with its answers: its clients work by changing the address. */
export const enqueueRoutes: PlainRoute[] = [{ method: "POST", path: "/v2/enqueue", answer: enqueue }];

async function enqueue(c: Context<AppEnv>): Promise<Response> {
  const body = await bodyOf(c, LIMIT);
  let dedup_key: string | null = null;
  const prepare = async ({ events }: Translated, { once }: RawPost) => {
    // The same post again is told the same key.
    const own = once ? (await sha256(once.key)).slice(0, 32) : newId().replaceAll("-", "");
    for (const event of events) dedup_key = event.dedup_key ??= own;
  };
  try {
    if (body instanceof DomainError) throw body;
    const key = routingKeyIn(body) ?? c.req.header("x-routing-key") ?? "";
    if (key === "") return invalidEvent(c, ["'routing_key' is missing or blank"]);
    if (key.length !== 32) {
      return invalidEvent(c, ["Length of 'routing_key' is incorrect (should be 32 characters)"]);
    }
    const address = () => ENQUEUE;
    await takeInbound(c, { key, address, limit: LIMIT, status: 202, body, prepare, refusedWith });
  } catch (error) {
    if (error instanceof DomainError) return refused(c, error);
    throw error;
  }
  return c.json({ status: "success", message: "Event processed", dedup_key }, 202);
}

/** @throws DomainError for a body that is no JSON: nothing in it says whose it is */
function routingKeyIn(body: Uint8Array): string | null {
  const payload = parseJson(body);
  if (typeof payload !== "object" || payload === null || !("routing_key" in payload)) return null;
  return typeof payload.routing_key === "string" ? payload.routing_key : null;
}

/** Its own statuses: whatever is wrong with an event is a 400, but for its size. */
function refusedWith({ code }: DomainError): 400 | 413 {
  return code === "payload_too_large" ? 413 : 400;
}

/** A refusal in the words that PagerDuty's clients know. */
function refused(c: Context<AppEnv>, error: DomainError): Response {
  const { code, extra, message, retryAfter } = error;
  switch (code) {
    case "rate_limited": {
      c.header("Retry-After", String(retryAfter ?? 60));
      const words = "Requests for this service are arriving too quickly. Please retry later.";
      return c.json({ status: "throttle exceeded", message: words, errors: [message] }, 429);
    }
    case "unauthenticated":
      return invalidEvent(c, ["'routing_key' is not the key of an integration, or the post is not signed"]);
    case "payload_too_large":
      return c.json({ status: "invalid event", message: "The event is too large", errors: [message] }, 413);
    case "unavailable":
    case "internal":
      throw error;
    default:
      return invalidEvent(c, wordsOf(extra) ?? [message]);
  }
}

function wordsOf({ errors }: Record<string, unknown>): string[] | null {
  if (!Array.isArray(errors)) return null;
  return errors.flatMap((one: unknown) =>
    typeof one === "object" && one !== null && "detail" in one ? [String(one.detail)] : [],
  );
}

function invalidEvent(c: Context<AppEnv>, errors: string[]): Response {
  return c.json({ status: "invalid event", message: INVALID, errors }, 400);
}
