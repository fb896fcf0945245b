import { DurableObject } from "cloudflare:workers";
import type { LoggedEvent, Reset } from "../contract/event.ts";
import type { Presence as PresenceFrame } from "../contract/presence.ts";
import { openDb } from "../db/client.ts";
import { readEventsAfter } from "../domain/events/read-events.ts";
import { log } from "../platform/log.ts";
import { Broadcast } from "./broadcast.ts";
import { EventStore, asReplay } from "./event-store.ts";
import { followers } from "./followers.ts";
import { controlFrame, liveFrame, replayFrames } from "./frame.ts";
import { openingFrames } from "./opening.ts";
import { writePosition } from "./position.ts";
import { Presence } from "./presence.ts";
import { REPLAY_EVENTS, type ReplayEvent, judgeResume } from "./resume.ts";
import { CHECK_MS, closeStale } from "./stale-streams.ts";
import { SingleFlight } from "./single-flight.ts";
import { isFull } from "./stream-limits.ts";
import {
  CLOSE,
  STREAM_HEADER,
  type StreamRequest,
  connectionTag,
  readStreamHeader,
} from "./stream-request.ts";
import { WAITING_EVENTS, hear } from "./slow-reader.ts";
import { isOpen, setState, stateOf, stopViewing } from "./stream-state.ts";

/** A nudge: how far the account's log has grown, with the fresh rows where the sender has them. */
export interface Poke {
  account_id: string;
  epoch: string;
  last_seq: number;
  events: LoggedEvent[];
}

/**
 * The escalation bus of one account. It speaks only hibernatable WebSocket and holds no timer, so that silent streams
 * cost nothing: it is out of memory ten seconds after the last event, its sockets stay.
 */
export class AccountBus extends DurableObject<Env> {
  readonly #store: EventStore;
  readonly #broadcast: Broadcast;
  readonly #presence: Presence;
  readonly #draining = new SingleFlight(() => this.#readToEnd());
  /** When all sockets are next looked at; not known after a wake, then at the next alarm. */
  #nextCheck = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#store = new EventStore(ctx.storage);
    this.#broadcast = new Broadcast(ctx);
    this.#presence = new Presence(ctx, this.#broadcast);
  }

  /** Takes a nudge; returns how far the object now is, which is what the minute's chores record as confirmed. */
  async poke(poke: Poke): Promise<number> {
    const [first] = poke.events;
    this.#follow(poke, first ? first.seq - 1 : poke.last_seq);
    this.#append(followers(this.#cursor, poke.events));
    if (poke.last_seq > this.#cursor) await this.#draining.run();
    return this.#cursor;
  }

  /** Opens a stream: `accept`, replay and going live are one synchronous turn, so there is neither gap nor double. */
  override async fetch(request: Request): Promise<Response> {
    const header = request.headers.get(STREAM_HEADER);
    if (!header) return new Response(null, { status: 400 });
    const stream = readStreamHeader(header);
    this.#follow(stream, stream.last_seq);
    if (stream.last_seq > this.#cursor) await this.#draining.run();
    const older = await this.#readOlder(stream.resume);
    const now = Date.now();
    await this.#wakeBy(now + CHECK_MS);
    if (isFull(this.ctx, stream.limits)) return new Response(null, { status: 429 });

    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [stream.transport, connectionTag(stream.connection_id), ...stream.tags]);
    const { connection_id, transport, expires_at, person } = stream;
    const covered = { acked: this.#cursor, acked_weight: this.#store.state?.weight ?? 0 };
    setState(server, {
      connection_id,
      transport,
      opened_at: now,
      expires_at,
      person,
      viewing: null,
      idle_acks: 0,
      ...covered,
    });
    for (const frame of this.#opening(stream, older, now)) server.send(frame);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Says that objects can be reached. */
  answer(): boolean {
    return true;
  }

  /** Ends every stream that carries the tag: a login that ended, a right that was lost. */
  async endStreams(tag: string, code: number, reason: string): Promise<void> {
    for (const socket of this.ctx.getWebSockets(tag)) await this.#leave(socket, code, reason);
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

  /** The one alarm: presence that has waited, and now and then a look at all sockets. Never set twice for one thing. */
  override async alarm(): Promise<void> {
    const now = Date.now();
    let next: number | null = null;
    try {
      next = this.#presence.flush(now);
      if (now >= this.#nextCheck) {
        this.#nextCheck = now + CHECK_MS;
        await this.#viewersChanged(...closeStale(this.ctx, now));
      }
    } finally {
      // An alarm that throws is tried six times and then forgotten: whoever listens must not depend on that.
      if (next !== null) await this.#wakeBy(next);
      if (this.ctx.getWebSockets().length > 0) await this.#wakeBy(now + CHECK_MS);
    }
  }

  /** Clients say `ping` (answered without waking the object) and `ack:<seq>`; anything else is abuse. */
  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    if (!isOpen(socket)) return;
    const heard = hear(stateOf(socket), message, {
      cursor: this.#cursor,
      weightAt: (seq) => this.#store.weightAt(seq),
    });
    if (heard) return setState(socket, heard);
    return this.#leave(socket, CLOSE.abuse, "Only ping and ack:<seq> of received events are understood.");
  }

  override webSocketClose(socket: WebSocket): Promise<void> {
    return this.#leave(socket);
  }

  override webSocketError(socket: WebSocket): Promise<void> {
    return this.#leave(socket);
  }

  get #cursor(): number {
    return this.#store.state?.cursor ?? 0;
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
      if (due !== null) await this.#wakeBy(due);
    }
  }

  /** Sets the alarm unless it rings earlier anyway. */
  async #wakeBy(at: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > at) await this.ctx.storage.setAlarm(at);
  }

  /** First contact begins after `cursor`; another epoch means that the log was restored, so everybody starts anew. */
  #follow({ account_id, epoch }: { account_id: string; epoch: string }, cursor: number): void {
    const known = this.#store.state;
    if (known?.epoch === epoch) return;
    this.#store.begin({ account_id, epoch, cursor, weight: 0 });
    if (!known) return;
    const position = writePosition(epoch, cursor);
    const reset: Reset = { reason: "epoch", position };
    this.#countFromHere();
    this.#broadcast.send((transport) => [
      { frame: controlFrame(transport, "reset", reset, position), place: null },
    ]);
  }

  /** Takes events that follow the cursor and tells everybody. A backlog, like a replay, is not held against its readers. */
  #append(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    const epoch = this.#store.state?.epoch ?? "";
    const appended = this.#store.append(events);
    if (events.length <= WAITING_EVENTS) {
      this.#broadcast.send((transport) =>
        appended.map(({ event, weight_before }) => ({
          frame: liveFrame(transport, epoch, event),
          place: { seq: event.seq, weight_before },
        })),
      );
      return;
    }
    const backlog = appended.map(({ event }) => event);
    this.#broadcast.send((transport) =>
      replayFrames(transport, epoch, backlog).map((frame) => ({ frame, place: null })),
    );
    this.#countFromHere();
  }

  /** Everybody has been told all there is without its counting: from here on it counts again. */
  #countFromHere(): void {
    const here = { acked: this.#cursor, acked_weight: this.#store.state?.weight ?? 0 };
    for (const socket of this.ctx.getWebSockets("ws")) {
      if (isOpen(socket)) setState(socket, { ...stateOf(socket), ...here });
    }
  }

  /** Reads the log after the cursor to its end. A nudge with its own rows may move the cursor meanwhile. */
  async #readToEnd(): Promise<void> {
    const started = this.#cursor;
    const db = openDb(this.env.DB);
    for (let more = true; more;) {
      const state = this.#store.state;
      if (!state) return;
      const events = await readEventsAfter(db, state.account_id, state.cursor, REPLAY_EVENTS);
      const fresh = followers(this.#cursor, events);
      this.#append(fresh);
      more = events.length === REPLAY_EVENTS && fresh.length > 0;
    }
    log("bus_drained", { account_id: this.#store.state?.account_id, from: started, to: this.#cursor });
  }

  /** What a resume point needs from before our own store. */
  async #readOlder(resume: string | null): Promise<ReplayEvent[]> {
    const state = this.#store.state;
    const start = state && judgeResume(resume, { epoch: state.epoch, end: state.cursor });
    const oldest = this.#store.oldest();
    if (!state || start?.kind !== "replay" || start.after + 1 >= oldest) return [];
    const count = oldest - start.after - 1;
    const events = await readEventsAfter(openDb(this.env.DB), state.account_id, start.after, count);
    return events.map(asReplay);
  }

  #opening(stream: StreamRequest, older: readonly ReplayEvent[], now: number): string[] {
    const end = this.#cursor;
    const asked = judgeResume(stream.resume, { epoch: stream.epoch, end });
    const own = asked.kind === "replay" ? this.#store.after(asked.after) : [];
    const replay = [...older.filter((event) => event.seq < (own[0]?.seq ?? end + 1)), ...own];
    return openingFrames(stream, asked, replay, { end, now });
  }
}
