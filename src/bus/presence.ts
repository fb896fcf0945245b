import type { Person } from "../contract/person.ts";
import type { Broadcast } from "./broadcast.ts";
import { controlFrame } from "./frame.ts";
import { isOpen, stateOf } from "./stream-state.ts";

/** At most one presence frame per handoff in this time, ms. */
export const PRESENCE_MS = 1000;

/**
 * Who is looking at which handoff, from the open sockets and their attachments alone: nothing is kept, and nothing is
 * left when the socket is gone.
 */
export class Presence {
  readonly #ctx: DurableObjectState;
  readonly #broadcast: Broadcast;
  /** When each handoff was last told; forgotten while the object sleeps, which takes longer than the time itself. */
  readonly #told = new Map<string, number>();
  readonly #waiting = new Set<string>();

  constructor(ctx: DurableObjectState, broadcast: Broadcast) {
    this.#ctx = ctx;
    this.#broadcast = broadcast;
  }

  /** The people looking at each handoff that somebody looks at; each person once. */
  viewers(): Map<string, Person[]> {
    const all = new Map<string, Person[]>();
    for (const socket of this.#ctx.getWebSockets()) {
      if (!isOpen(socket)) continue;
      const { viewing, person } = stateOf(socket);
      if (viewing === null || person === null) continue;
      const people = all.get(viewing) ?? [];
      if (!people.some(({ id }) => id === person.id)) people.push(person);
      all.set(viewing, people);
    }
    return all;
  }

  /** Tells everybody who looks at a handoff, at once or when its time has come; returns when that is, else null. */
  changed(handoffId: string, now: number): number | null {
    const due = (this.#told.get(handoffId) ?? -Infinity) + PRESENCE_MS;
    if (due > now) {
      this.#waiting.add(handoffId);
      return due;
    }
    this.#tell([handoffId], now);
    return null;
  }

  /** Tells what has waited; returns when the next one is due, if any waits still. */
  flush(now: number): number | null {
    const due = [...this.#waiting].filter((id) => (this.#told.get(id) ?? 0) + PRESENCE_MS <= now);
    this.#tell(due, now);
    for (const [id, at] of this.#told) if (at + PRESENCE_MS <= now) this.#told.delete(id);
    const next = [...this.#waiting].map((id) => (this.#told.get(id) ?? 0) + PRESENCE_MS);
    return next.length > 0 ? Math.min(...next) : null;
  }

  #tell(handoffs: readonly string[], now: number): void {
    if (handoffs.length === 0) return;
    const all = this.viewers();
    for (const handoff_id of handoffs) {
      this.#waiting.delete(handoff_id);
      this.#told.set(handoff_id, now);
      const data = { handoff_id, viewers: all.get(handoff_id) ?? [] };
      this.#broadcast.send((transport) => [
        { frame: controlFrame(transport, "presence", data), before: null },
      ]);
    }
  }
}
