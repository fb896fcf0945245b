import { z } from "zod";
import type { Context } from "hono";
import { accountBus } from "../../bus/poke-bus.ts";
import { readPosition } from "../../bus/position.ts";
import { STREAM_HEADER, type StreamRequest, keyTag, loginTag, userTag } from "../../bus/stream-request.ts";
import { DomainError } from "../../domain/errors.ts";
import { log } from "../../platform/log.ts";
import type { AppEnv } from "../app-env.ts";
import { operation } from "../operation.ts";
import type { Caller } from "../require-caller.ts";
import { sseAdapter } from "../sse-adapter.ts";

const MINUTE = 60_000;
/** How long the object has to answer a ping. */
const PONG_MS = 10_000;
const SSE_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

export const streamRoutes = [
  operation({
    id: "openStream",
    method: "get",
    path: "/ai-sessions/escalations/stream",
    summary: "The account's events, live: as SSE, or as a WebSocket when the request upgrades",
    tag: "Stream",
    right: "stream",
    query: z.object({ after: z.string().optional() }),
    status: 200,
    stream: "text/event-stream",
    run: ({ c, caller, query, ctx }) => openStream(c, caller, query.after ?? null, ctx.newId()),
  }),
];

async function openStream(
  c: Context<AppEnv>,
  caller: Caller,
  after: string | null,
  connectionId: string,
): Promise<Response> {
  const upgrades = c.req.header("upgrade")?.toLowerCase() === "websocket";
  if (!upgrades) requireEventStream(c.req.header("accept"));
  const now = Date.now();
  // Eight to ten minutes, so that the streams of a deployment do not all come back at once.
  const rotation = (8 + 2 * Math.random()) * MINUTE;
  const lifetime = Math.round(Math.min(rotation, (caller.expires_at ?? Infinity) - now));
  const stream: StreamRequest = {
    transport: upgrades ? "ws" : "sse",
    account_id: caller.account.id,
    epoch: caller.account.epoch,
    last_seq: caller.account.last_seq,
    resume: resumePoint(c.req.header("last-event-id") || after),
    connection_id: connectionId,
    expires_at: now + lifetime,
    tags: tagsOf(caller),
  };
  const headers = { Upgrade: "websocket", [STREAM_HEADER]: JSON.stringify(stream) };
  if (c.req.method === "HEAD") return new Response(null, { headers: SSE_HEADERS });
  const response = await openOnBus(c.env, caller.account.id, headers);
  if (upgrades) return response;
  const socket = response.webSocket;
  if (!socket) throw notOpened();
  const keepalive = Number(c.env.STREAM_KEEPALIVE_SECONDS ?? 24) * 1000;
  const retry = Math.round(200 + 2800 * Math.random());
  const times = { keepalive, pong: PONG_MS, lifetime, retry };
  return new Response(sseAdapter(socket, c.req.raw.signal, times), { headers: SSE_HEADERS });
}

/** What cannot be a position travels as an empty one: the bus answers it with a reset, and headers stay ASCII. */
function resumePoint(given: string | null): string | null {
  return given === null || readPosition(given) ? given : "";
}

/** @throws DomainError `unavailable` when the account's object cannot be reached */
async function openOnBus(env: Env, accountId: string, headers: HeadersInit): Promise<Response> {
  try {
    return await accountBus(env, accountId).fetch("https://bus/stream", { headers });
  } catch (error) {
    log("stream_not_opened", { account_id: accountId }, error);
    throw notOpened();
  }
}

function notOpened(): DomainError {
  return new DomainError("unavailable", "The stream could not be opened. Try again.");
}

/** @throws DomainError `not_acceptable` for a client that says it cannot read SSE */
function requireEventStream(accept: string | undefined): void {
  if (accept === undefined || /text\/event-stream|text\/\*|\*\/\*/i.test(accept)) return;
  throw new DomainError(
    "not_acceptable",
    "This operation answers text/event-stream, or a WebSocket upgrade.",
  );
}

function tagsOf(caller: Caller): string[] {
  if (caller.kind === "api_key") return [keyTag(caller.account.actor.id)];
  return [loginTag(caller.login_id), userTag(caller.user.id)];
}
