import { z } from "zod";
import type { Context } from "hono";
import { accountBus } from "../../bus/poke-bus.ts";
import { readPosition } from "../../bus/position.ts";
import type { Refusal } from "../../bus/stream-limits.ts";
import {
  STREAM_HEADER,
  type StreamRequest,
  keyTag,
  loginTag,
  userTag,
  writeStreamHeader,
} from "../../bus/stream-request.ts";
import { NewPresence } from "../../contract/presence.ts";
import { requireHandoff } from "../../domain/handoffs/require-handoff.ts";
import type { DomainContext } from "../../domain/context.ts";
import { DomainError } from "../../domain/errors.ts";
import { log } from "../../platform/log.ts";
import type { AppEnv } from "../app-env.ts";
import { operation } from "../operation.ts";
import type { Caller } from "../require-caller.ts";
import { sseAdapter } from "../sse-adapter.ts";

const MINUTE = 60_000;
const OPENS_PER_MINUTE = 120;
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
    refuses: ["bad_origin", "not_acceptable", "rate_limited"],
    method: "get",
    path: "/ai-sessions/escalations/stream",
    summary: "The account's events, live: as SSE, or as a WebSocket when the request upgrades",
    tag: "Stream",
    right: "stream",
    query: z.object({ after: z.string().optional() }),
    status: 200,
    stream: "text/event-stream",
    run: ({ c, caller, query, ctx }) => openStream(c, caller, query.after ?? null, ctx),
  }),
  operation({
    id: "setPresence",
    method: "post",
    path: "/ai-sessions/escalations/presence",
    summary: "Say which handoff you are looking at on one of your streams, or none; gone when the stream is",
    tag: "Stream",
    right: "own",
    body: NewPresence,
    writes: false,
    status: 204,
    run: async ({ ctx, caller, body, c }) => {
      if (body.viewing !== null) await requireHandoff(ctx, "/viewing", body.viewing);
      const bus = accountBus(c.env, caller.account.id, caller.account);
      const { actor } = caller.account;
      // A stream that has just ended has nobody looking: nothing to do, and nothing wrong.
      if (actor.kind === "member") await bus.view(body.connection_id, actor.user_id, body.viewing);
    },
  }),
];

async function openStream(
  c: Context<AppEnv>,
  caller: Caller,
  after: string | null,
  ctx: DomainContext,
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
    asked_at: c.get("startedAt"),
    resume: resumePoint(c.req.header("last-event-id") || after),
    connection_id: ctx.newId(),
    expires_at: now + lifetime,
    ends_at: caller.expires_at,
    person: caller.kind === "member" ? { id: caller.user.id, name: caller.user.name } : null,
    tags: tagsOf(caller),
    limits: limitsOf(c.env, caller),
  };
  const headers = { Upgrade: "websocket", [STREAM_HEADER]: writeStreamHeader(stream) };
  if (c.req.method === "HEAD") return new Response(null, { headers: SSE_HEADERS });
  const response = await openOnBus(c.env, caller, headers);
  if (response.status === 429) throw tooMuch((await response.text()) as Refusal);
  if (response.status === 401)
    throw new DomainError("unauthenticated", "This login or right has just ended.");
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
async function openOnBus(env: Env, { account }: Caller, headers: HeadersInit): Promise<Response> {
  try {
    return await accountBus(env, account.id, account).fetch("https://bus/stream", { headers });
  } catch (error) {
    log("stream_not_opened", { account_id: account.id }, error);
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

/** What the stream ends with; the last one is also what is counted: the person, or the key. */
function tagsOf(caller: Caller): string[] {
  if (caller.kind === "api_key") return [keyTag(caller.account.actor.id)];
  return [loginTag(caller.login_id), userTag(caller.user.id)];
}

/**
 * How many streams a person, a key and an account may hold at once (`api.md` §6), and how often they may be opened:
 * a storm of honest clients, every one of whose streams comes back a few times a minute, passes.
 */
function limitsOf(env: Env, caller: Caller): StreamRequest["limits"] {
  const per_tag = Number(caller.kind === "api_key" ? env.STREAMS_PER_KEY : env.STREAMS_PER_PERSON);
  const opens_per_minute = Math.max(OPENS_PER_MINUTE, 4 * per_tag);
  const tag = tagsOf(caller).at(-1) ?? "";
  return { tag, per_tag, per_account: Number(env.STREAMS_PER_ACCOUNT), opens_per_minute };
}

function tooMuch(refusal: Refusal): DomainError {
  return new DomainError(
    "rate_limited",
    refusal === "too_often"
      ? "Streams are opened too often. Wait a moment."
      : "Too many streams are open. Close one, or wait until one ends.",
  );
}
