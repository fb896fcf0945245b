import type { Context } from "hono";
import type { IntegrationKind, TakenPost } from "../../contract/integration.ts";
import type { Taken } from "../../domain/integrations/take-post.ts";
import type { AppEnv } from "../app-env.ts";
import { OWN_ADDRESS, TOOL_ADDRESSES } from "../inbound-address.ts";
import type { PlainRoute } from "../plain-route.ts";
import { BODY_LIMIT } from "../read-body.ts";
import { takeBeat } from "../take-beat.ts";
import { bodyOf, takeInbound } from "../take-inbound.ts";

export const INBOUND = "/api/v1/inbound";

/** Each address with the key in the path, and without it, where the key is in a header. */
const twice = (
  end: string,
  answer: PlainRoute["answer"],
  method: PlainRoute["method"] = "POST",
): PlainRoute[] => [`${INBOUND}/:key${end}`, INBOUND + end].map((path) => ({ method, path, answer }));

/** What tools post. The key is the whole authority; no cookie is looked at. */
export const inboundRoutes: PlainRoute[] = [
  ...twice("", takeOwn),
  ...Object.keys(TOOL_ADDRESSES)
    .filter((end) => !end.startsWith("opsgenie"))
    .flatMap((end) => twice(`/${end}`, (c) => takeFrom(c, end))),
  ...twice("/opsgenie/v2/alerts", takeOpsgenie),
  ...twice("/opsgenie/v2/alerts/:alias/close", takeOpsgenie),
  ...twice("/opsgenie/v2/alerts/:alias/acknowledge", takeOpsgenie),
  ...twice("/heartbeat", beat, "GET"),
  ...twice("/heartbeat", beat),
];

/** Our own form. Where the key is in a header and the integration is a tool's, the tool's. */
async function takeOwn(c: Context<AppEnv>): Promise<Response> {
  const key = keyIn(c);
  const own = c.req.param("key") !== undefined;
  const address = (kind: IntegrationKind) => (own ? OWN_ADDRESS : addressOf(kind));
  const taken = await takeInbound(c, {
    key,
    address,
    limit: BODY_LIMIT,
    status: 200,
    body: await bodyOf(c, BODY_LIMIT),
  });
  const results = taken.map((one) => presentTaken(c, one));
  const [only] = results;
  return results.length === 1 && only ? c.json(only, statusOf(taken)) : c.json({ results }, statusOf(taken));
}

async function takeFrom(c: Context<AppEnv>, end: string): Promise<Response> {
  const address = () => end;
  const body = await bodyOf(c, BODY_LIMIT);
  const taken = await takeInbound(c, { key: keyIn(c), address, limit: BODY_LIMIT, status: 200, body });
  return c.json({ results: taken.map((one) => presentTaken(c, one)) }, statusOf(taken));
}

/** Opsgenie's clients look for a 202 with an id of the request; what became of it stands beside it. */
async function takeOpsgenie(c: Context<AppEnv>): Promise<Response> {
  const alias = c.req.param("alias");
  const verb = c.req.path.endsWith("/close") ? "close" : "acknowledge";
  const end = alias === undefined ? "opsgenie/v2/alerts" : `opsgenie/v2/alerts/${alias}/${verb}`;
  const body = await bodyOf(c, BODY_LIMIT);
  const taken = await takeInbound(c, {
    key: keyIn(c),
    address: () => end,
    limit: BODY_LIMIT,
    status: 202,
    body,
  });
  const took = (Date.now() - c.get("startedAt")) / 1000;
  const results = taken.map((one) => presentTaken(c, one));
  return c.json({ result: "Request will be processed", took, requestId: c.get("requestId"), results }, 202);
}

async function beat(c: Context<AppEnv>): Promise<Response> {
  await takeBeat(c, keyIn(c));
  return c.body(null, 204);
}

/** The key of the path, else of a header; an empty one opens nothing. */
function keyIn(c: Context<AppEnv>): string {
  const header = c.req.header("authorization");
  const bearer = /^(?:bearer|geniekey) +(\S+)$/i.exec(header ?? "")?.[1];
  return c.req.param("key") ?? bearer ?? c.req.header("x-api-key")?.trim() ?? "";
}

function addressOf(kind: IntegrationKind): string {
  return Object.entries(TOOL_ADDRESSES).find(([, tool]) => tool === kind)?.[0] ?? OWN_ADDRESS;
}

/** What became of an event, with the address where its state is shown. */
export function presentTaken(c: Context<AppEnv>, taken: Taken): TakenPost {
  if ("applied" in taken) return taken;
  const origin = (c.env.PUBLIC_URL || new URL(c.req.url).origin).replace(/\/+$/, "");
  const { session_id, handoff_id } = taken;
  return { ...taken, status_url: `${origin}/api/v1/ai-sessions/${session_id}/handoffs/${handoff_id}` };
}

function statusOf(taken: readonly Taken[]): 200 | 201 {
  return taken.some((one) => "is_new" in one && one.is_new) ? 201 : 200;
}
