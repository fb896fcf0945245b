import { DurableObject } from "cloudflare:workers";
import type { LoggedEvent, Ready, Reset } from "../contract/event.ts";
import { openDb } from "../db/client.ts";
import { readEventsAfter } from "../domain/events/read-events.ts";
import { iso } from "../platform/iso.ts";
import { log } from "../platform/log.ts";
import { Broadcast } from "./broadcast.ts";
import { EventStore } from "./event-store.ts";
import { type Transport, controlFrame, sseFrame, webSocketFrame } from "./frame.ts";
import { writePosition } from "./position.ts";
import { REPLAY_EVENTS, type ReplayEvent, type Start, judgeReplay, judgeResume } from "./resume.ts";
import { CLOSE, STREAM_HEADER, type StreamRequest } from "./stream-request.ts";

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
  #draining: Promise<void> | null = null;
  #drainAgain = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#store = new EventStore(ctx.storage);
    this.#broadcast = new Broadcast(ctx);
  }

  /** Takes a nudge; returns how far the object now is, which is what the minute's chores record as confirmed. */
  async poke(poke: Poke): Promise<number> {
    const [first] = poke.events;
    this.#follow(poke, first ? first.seq - 1 : poke.last_seq);
    this.#append(followers(this.#cursor, poke.events));
    if (poke.last_seq > this.#cursor) await this.#drain();
    return this.#cursor;
  }

  /** Opens a stream: `accept`, replay and going live are one synchronous turn, so there is neither gap nor double. */
  override async fetch(request: Request): Promise<Response> {
    const header = request.headers.get(STREAM_HEADER);
    if (!header) return new Response(null, { status: 400 });
    // Only our own Worker can reach the object, and it writes this header itself.
    const stream = JSON.parse(header) as StreamRequest;
    this.#follow(stream, stream.last_seq);
    if (stream.last_seq > this.#cursor) await this.#drain();
    const older = await this.#readOlder(stream.resume);

    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [stream.transport, ...stream.tags]);
    server.serializeAttachment({ connection_id: stream.connection_id, expires_at: stream.expires_at });
    for (const frame of this.#opening(stream, older)) server.send(frame);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Says that objects can be reached, for the readiness check. */
  answer(): boolean {
    return true;
  }

  /** Ends every stream that carries the tag: a login that ended, a right that was lost. */
  endStreams(tag: string, code: number, reason: string): void {
    for (const socket of this.ctx.getWebSockets(tag)) socket.close(code, reason);
  }

  /** Clients say `ping` (answered without waking the object) and `ack:<seq>`; anything else is abuse. */
  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    if (typeof message === "string" && /^ack:\d{1,15}$/.test(message)) return;
    socket.close(CLOSE.abuse, "Only ping and ack:<seq> are understood here.");
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close();
  }

  override webSocketError(socket: WebSocket): void {
    socket.close();
  }

  get #cursor(): number {
    return this.#store.state?.cursor ?? 0;
  }

  /** First contact begins after `cursor`; another epoch means that the log was restored, so everybody starts anew. */
  #follow({ account_id, epoch }: { account_id: string; epoch: string }, cursor: number): void {
    const known = this.#store.state;
    if (known?.epoch === epoch) return;
    this.#store.begin({ account_id, epoch, cursor });
    if (!known) return;
    const position = writePosition(epoch, cursor);
    const reset: Reset = { reason: "epoch", position };
    this.#broadcast.send((transport) => [controlFrame(transport, "reset", reset, position)]);
  }

  #append(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    const epoch = this.#store.state?.epoch ?? "";
    const appended = this.#store.append(events);
    this.#broadcast.send((transport) => framesOf(transport, epoch, appended));
  }

  /** Reads the log after the cursor. One at a time: a nudge during a read makes it read once more. */
  #drain(): Promise<void> {
    if (this.#draining) this.#drainAgain = true;
    this.#draining ??= this.#readToEnd().finally(() => {
      this.#draining = null;
    });
    return this.#draining;
  }

  async #readToEnd(): Promise<void> {
    const started = this.#cursor;
    do {
      this.#drainAgain = false;
      const state = this.#store.state;
      if (!state) return;
      const events = await readEventsAfter(
        openDb(this.env.DB),
        state.account_id,
        state.cursor,
        REPLAY_EVENTS,
      );
      // A nudge with its own rows may have moved the cursor while we read.
      const fresh = followers(this.#cursor, events);
      this.#append(fresh);
      if (events.length === REPLAY_EVENTS && fresh.length > 0) this.#drainAgain = true;
    } while (this.#drainAgain);
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
    return events.map((event) => ({
      seq: event.seq,
      type: event.type,
      data: JSON.stringify(event),
      at: Date.parse(event.created_at),
    }));
  }

  /** The first frames of a stream: `ready`, then what was missed, or a reset. */
  #opening(stream: StreamRequest, older: readonly ReplayEvent[]): (string | Uint8Array)[] {
    const { epoch } = stream;
    const end = this.#cursor;
    const position = writePosition(epoch, end);
    const now = Date.now();
    let start: Start = judgeResume(stream.resume, { epoch, end });
    let replay: ReplayEvent[] = [];
    if (start.kind === "replay") {
      const { after } = start;
      const own = this.#store.after(after);
      const oldest = own[0]?.seq ?? end + 1;
      replay = [...older.filter((event) => event.seq < oldest), ...own];
      const reason = judgeReplay(replay, { after, end }, now);
      if (reason) start = { kind: "reset", reason };
    }
    const ready: Ready = {
      account_id: stream.account_id,
      position,
      resumed_from: start.kind === "replay" ? stream.resume : null,
      connection_id: stream.connection_id,
      expires_at: iso(stream.expires_at),
      server_time: iso(now),
    };
    const frames: (string | Uint8Array)[] = [controlFrame(stream.transport, "ready", ready)];
    if (start.kind === "reset") {
      const reset: Reset = { reason: start.reason, position };
      frames.push(controlFrame(stream.transport, "reset", reset, position));
    }
    if (start.kind === "replay") frames.push(...framesOf(stream.transport, epoch, replay));
    return frames;
  }
}

/** The events that follow the cursor without a hole: a nudge may carry what is known already, or lack what is between. */
function followers(cursor: number, events: readonly LoggedEvent[]): LoggedEvent[] {
  const after = events.filter((event) => event.seq > cursor);
  const hole = after.findIndex((event, index) => event.seq !== cursor + 1 + index);
  return hole === -1 ? after : after.slice(0, hole);
}

function framesOf(
  transport: Transport,
  epoch: string,
  events: readonly ReplayEvent[],
): (string | Uint8Array)[] {
  if (events.length === 0) return [];
  if (transport === "sse") return [sseFrame(epoch, events)];
  return events.map((event) => webSocketFrame(epoch, event));
}
