import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Position } from "../../src/bus/position.ts";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { Committed } from "../../src/domain/context.ts";
import { type Desk, busOf, makeDesk } from "./desk.ts";
import { giveEpoch, restoreRows } from "./restore.ts";

/** An account's log as it really is, beside what its bus and its screens make of it. */
export class LogWorld {
  readonly desk: Desk;
  /** What streams are opened with. */
  readonly token: string;
  /** What was committed, to be told once, again, late or never. */
  readonly commits: Committed[] = [];
  /** The epochs that the log has had, in order. */
  readonly epochs: string[];
  /** All that was ever committed as the event of a number, in whatever epoch. */
  readonly #events = new Map<number, LoggedEvent[]>();
  #end: Position;
  #restoring = 0;
  /** How many restores have begun. */
  restores = 0;

  private constructor(desk: Desk, token: string, end: Position) {
    this.desk = desk;
    this.token = token;
    this.epochs = [end.epoch];
    this.#end = end;
  }

  static async make(): Promise<LogWorld> {
    const desk = await makeDesk();
    const { key } = await desk.account.apiKey(["read"]);
    return new LogWorld(desk, key, await readEnd(desk));
  }

  /** Where the log ends at least. */
  get end(): Position {
    return { ...this.#end };
  }

  /** Whether the log is being restored: what was committed may go, and what is told be of either epoch. */
  get isRestoring(): boolean {
    return this.#restoring > 0;
  }

  async record(count: number): Promise<Committed> {
    const committed = await this.desk.record(count);
    this.commits.push(committed);
    for (const event of committed.events) {
      this.#events.set(event.seq, [...(this.#events.get(event.seq) ?? []), event]);
      const isNewest = committed.log?.epoch === this.#end.epoch && event.seq > this.#end.seq;
      if (isNewest) this.#end = { ...this.#end, seq: event.seq };
    }
    return committed;
  }

  /** Takes so many events off the end, as a restore of the database does, and then gives the log another epoch. */
  async restore(back: number): Promise<void> {
    this.#restoring++;
    this.restores++;
    await restoreRows(this.desk, Math.max(0, this.#end.seq - back));
    await giveEpoch(this.desk);
    this.#end = await readEnd(this.desk);
    this.epochs.push(this.#end.epoch);
    this.#restoring--;
  }

  /** Nudges the bus, which answers when it knows what the nudge is about, if the log still has it. */
  async tell(committed: Committed): Promise<void> {
    const last = Math.max(...committed.events.map(({ seq }) => seq));
    await this.#expectKnown(committed.log?.epoch, last, () => this.desk.tell(committed));
  }

  /** The same without rows, as the minute's chores do it. */
  async nudge(): Promise<void> {
    const { epoch, seq } = this.isRestoring ? await readEnd(this.desk) : this.#end;
    const poke = { account_id: this.desk.account.id, epoch, last_seq: seq, events: [] };
    await this.#expectKnown(epoch, seq, () => busOf(this.desk).poke(poke));
  }

  async #expectKnown(epoch: string | undefined, seq: number, poke: () => Promise<number>): Promise<void> {
    const before = this.isRestoring;
    const known = await poke();
    if (before || this.isRestoring || epoch !== this.#end.epoch) return;
    expect(known).toBeGreaterThanOrEqual(seq);
  }

  /** What may have been told as an event of an epoch; `log` is what the log is at last, in the epoch that it has then. */
  mayBe(epoch: string, seq: number, log: readonly LoggedEvent[]): (LoggedEvent | undefined)[] {
    return epoch === this.#end.epoch ? [log[seq - 1]] : (this.#events.get(seq) ?? []);
  }
}

async function readEnd(desk: Desk): Promise<Position> {
  const sql = "SELECT epoch, last_seq AS seq FROM accounts WHERE id = ?";
  const end = await env.DB.prepare(sql).bind(desk.account.id).first<Position>();
  if (!end) throw new Error("The account is gone.");
  return end;
}
