import { DurableObject } from "cloudflare:workers";
import type { LoggedEvent } from "../contract/event.ts";
import type { Presence as PresenceFrame } from "../contract/presence.ts";
import { openDb } from "../db/client.ts";
import { Broadcast } from "./broadcast.ts";
import { DueTimes } from "./due-times.ts";
import { LogFollower } from "./log-follower.ts";
import { LogTeller } from "./log-teller.ts";
import { openingFrames, replayed } from "./opening.ts";
import { writePosition } from "./position.ts";
import { Presence } from "./presence.ts";
import { type ReplayEvent, type Start, judgeResume } from "./resume.ts";
import { type Replayed, SharedReplays } from "./shared-replays.ts";
import { hear } from "./slow-reader.ts";
import { CHECK_MS, closeStale } from "./stale-streams.ts";
import { type Refusal, StreamLimits } from "./stream-limits.ts";
import {
  CLOSE,
  STREAM_HEADER,
  type StreamRequest,
  connectionTag,
  readStreamHeader,
} from "./stream-request.ts";
import { WakeUp } from "./wake-up.ts";
import { isOpen, setState, stateOf, stopViewing } from "./stream-state.ts";

/** A nudge: how far the account's log has grown, with the fresh rows where the sender has them. */
export interface Poke {
  account_id: string;
  epoch: string;
  last_seq: number;
  events: LoggedEvent[];
  /** When a handoff that was written is next to be looked after, ms; a Worker of before does not say. */
  due?: number | null;
}

/**
 * The escalation bus of one account. It speaks only hibernatable WebSocket and holds no timer, so that silent streams
 * cost nothing: it is out of memory ten seconds after the last event, its sockets stay.
 */
export class AccountBus extends DurableObject<Env> {
  readonly #log: LogFollower;
  readonly #broadcast: Broadcast;
  readonly #presence: Presence;
  readonly #limits: StreamLimits;
  readonly #wakeUp: WakeUp;
  readonly #due: DueTimes;
  readonly #replays = new SharedReplays();
  /** What ended lately: a stream that was let in before and is still being opened must not outlive it. */
  readonly #ended = new Map<string, number>();
  /** When all sockets are next looked at; not known after a wake, then at the next alarm. */
  #nextCheck = 0;
  /** When the next login or key ends that a stream was opened with, as far as is known since the wake. */
  #nextEnd = Infinity;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#broadcast = new Broadcast(ctx, (socket) => {
      void this.#viewersChanged(stopViewing(socket));
    });
    this.#presence = new Presence(ctx, this.#broadcast);
    this.#limits = new StreamLimits(ctx);
    this.#wakeUp = new WakeUp(ctx.storage);
    this.#due = new DueTimes(ctx.storage, (message) => this.env.JOBS.send(message));
    const teller = new LogTeller(ctx, this.#broadcast, () => this.#log.state);
    this.#log = new LogFollower(ctx.storage, () => openDb(this.env.DB), teller);
  }

  /** Takes a nudge; returns how far the object now is, which is what the minute's chores record as confirmed. */
  async poke(poke: Poke): Promise<number> {
    const due = typeof poke.due === "number" ? this.#due.remember(poke.account_id, poke.due) : null;
    try {
      const [first] = poke.events;
      if (await this.#log.follow(poke, first ? first.seq - 1 : poke.last_seq)) {
        this.#log.take(poke);
        await this.#log.catchUp(poke.last_seq);
      }
      return this.#log.state.cursor;
    } finally {
      if (due !== null) await this.#wakeUp.by(due);
    }
  }

  /** Opens a stream: `accept`, replay and going live are one synchronous turn, so there is neither gap nor double. */
  override async fetch(request: Request): Promise<Response> {
    const header = request.headers.get(STREAM_HEADER);
    if (!header) return new Response(null, { status: 400 });
    const stream = readStreamHeader(header);
    if (this.#limits.isTooOften(stream.limits, Date.now())) return refused("too_often");
    if (await this.#log.follow(stream, stream.last_seq)) await this.#log.catchUp(stream.last_seq);
    const older = await this.#log.readOlder(this.#judge(stream));
    const now = Date.now();
    this.#nextEnd = Math.min(this.#nextEnd, stream.ends_at ?? Infinity);
    await this.#wakeUp.by(Math.min(now + CHECK_MS, stream.ends_at ?? Infinity));

    if (stream.tags.some((tag) => (this.#ended.get(tag) ?? -Infinity) >= stream.asked_at)) {
      return new Response(null, { status: 401 });
    }
    if (!this.#limits.takePlace(stream.limits)) return refused("too_many");
    const { 0: client, 1: server } = new WebSocketPair();
    const { connection_id, transport, asked_at, expires_at, person } = stream;
    const { epoch, cursor, counted, weight } = this.#log.state;
    this.ctx.acceptWebSocket(server, [transport, connectionTag(connection_id), ...stream.tags]);
    const start = this.#judge(stream);
    const heard = start.kind === "replay" ? start.after : cursor;
    const acked = { acked: cursor, acked_counted: counted, acked_weight: weight, heard };
    setState(server, {
      connection_id,
      transport,
      asked_at,
      opened_at: now,
      expires_at,
      ends_at: stream.ends_at,
      person,
      viewing: null,
      ...acked,
      idle_acks: 0,
      restored_from: 0,
    });
    const told = start.kind === "replay" ? this.#replay(transport, start, older, now) : start;
    for (const frame of openingFrames({ ...stream, epoch }, told, { end: cursor, now })) server.send(frame);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Says that objects can be reached. */
  answer(): boolean {
    return true;
  }

  /**
   * Ends every stream that carries the tag: a login that ended, a right that was lost. Told late, it ends only those
   * asked for until `askedUntil` (ms), as the right may have been given back since.
   */
  async endStreams(
    tag: string,
    code: number,
    reason: string,
    askedUntil: number | null = null,
  ): Promise<void> {
    this.#ended.set(tag, Math.max(this.#ended.get(tag) ?? 0, askedUntil ?? Date.now()));
    for (const socket of this.ctx.getWebSockets(tag)) {
      if (stateOf(socket).asked_at <= (askedUntil ?? Infinity)) await this.#leave(socket, code, reason);
    }
  }

  /** What a person is looking at now, on one of their own streams. Returns false where that stream is not open. */
  async view(connectionId: string, userId: string, handoffId: string | null): Promise<boolean> {
    const socket = this.ctx.getWebSockets(connectionTag(connectionId)).find(isOpen);
    if (!socket) return false;
    const state = stateOf(socket);
    if (state.person?.id !== userId) return false;
    if (state.viewing === handoffId) return true;
    setState(socket, { ...state, viewing: handoffId });
    await this.#viewersChanged(state.viewing, handoffId);
    return true;
  }

  /** The people looking at each handoff that somebody looks at. */
  viewers(): PresenceFrame[] {
    return [...this.#presence.viewers()].map(([handoff_id, viewers]) => ({ handoff_id, viewers }));
  }

  /** The one alarm: handoffs to look after, presence that has waited, and now and then a look at all sockets. */
  override async alarm(): Promise<void> {
    this.#wakeUp.rang();
    const now = Date.now();
    let next: number | null = null;
    try {
      next = this.#presence.flush(now);
      if (now >= Math.min(this.#nextCheck, this.#nextEnd)) {
        this.#nextCheck = now + CHECK_MS;
        for (const [tag, at] of this.#ended) if (at + CHECK_MS <= now) this.#ended.delete(tag);
        const { left, nextEnd } = closeStale(this.ctx, now);
        this.#nextEnd = nextEnd;
        await this.#viewersChanged(...left);
      }
    } finally {
      // An alarm that throws is tried six times and then forgotten: whoever listens must not depend on that.
      if (next !== null) await this.#wakeUp.by(next);
      if (this.ctx.getWebSockets().length > 0) {
        await this.#wakeUp.by(Math.min(this.#nextCheck, this.#nextEnd));
      }
      const due = await this.#due.hand(now);
      if (due !== null) await this.#wakeUp.by(due);
    }
  }

  /** Clients say `ping` (answered without waking the object) and `ack:<seq>`; anything else is abuse. */
  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    if (!isOpen(socket)) return;
    const { cursor } = this.#log.state;
    const heard = hear(stateOf(socket), message, { cursor, placeAt: (seq) => this.#log.placeAt(seq) });
    if (heard) return setState(socket, heard);
    return this.#leave(socket, CLOSE.abuse, "Only ping and ack:<seq> of received events are understood.");
  }

  override webSocketClose(socket: WebSocket): Promise<void> {
    return this.#leave(socket);
  }

  override webSocketError(socket: WebSocket): Promise<void> {
    return this.#leave(socket);
  }

  #judge({ resume }: StreamRequest) {
    const { epoch, cursor } = this.#log.state;
    return judgeResume(resume, { epoch, end: cursor });
  }

  #replay(
    transport: StreamRequest["transport"],
    start: Extract<Start, { kind: "replay" }>,
    older: readonly ReplayEvent[],
    now: number,
  ): Replayed {
    const { epoch, cursor } = this.#log.state;
    return this.#replays.after(`${transport} ${start.after}`, writePosition(epoch, cursor), () =>
      replayed(
        { transport, epoch },
        this.#log.replay(start, older),
        { after: start.after, end: cursor },
        now,
      ),
    );
  }

  /** Closes a socket, whoever began it, and tells those who saw its person looking at something. */
  async #leave(socket: WebSocket, code?: number, reason?: string): Promise<void> {
    socket.close(code, reason);
    await this.#viewersChanged(stopViewing(socket));
  }

  async #viewersChanged(...handoffs: (string | null)[]): Promise<void> {
    const now = Date.now();
    for (const id of handoffs) {
      const due = id === null ? null : this.#presence.changed(id, now);
      if (due !== null) await this.#wakeUp.by(due);
    }
  }
}

function refused(why: Refusal): Response {
  return new Response(why, { status: 429 });
}
