import { env } from "cloudflare:workers";
import { accountBus, pokeBus } from "../../src/bus/poke-bus.ts";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { HandedOff, NewHandoff } from "../../src/contract/handoff.ts";
import type { NewSession } from "../../src/contract/session.ts";
import { commit, unguarded } from "../../src/domain/commit.ts";
import type { Committed, DomainContext } from "../../src/domain/context.ts";
import { readEventsAfter } from "../../src/domain/events/read-events.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { type TestAccount, type TestMember, makeAccount } from "./factories.ts";

/** An engineer's desk in an account of its own: hands sessions off by the verbs, so that only the test nudges. */
export interface Desk {
  account: TestAccount;
  engineer: TestMember;
  /** Commits an escalation (or what the input says) and nothing more. */
  handOff(given?: Given): Promise<Committing>;
  /** The same, and the bus is told. */
  announce(given?: Given): Promise<Committing>;
  /** Commits so many small facts about one session at once, and nothing more. */
  record(count: number, given?: { text?: string; now?: number }): Promise<Committed>;
  /** Nudges the bus with what was committed; returns how far it is. */
  tell(committed: Committed): Promise<number>;
  /** The account's log after `seq`, as D1 has it. */
  log(seq?: number): Promise<LoggedEvent[]>;
  position(seq: number): Promise<string>;
}

export interface Given {
  session?: NewSession;
  handoff?: Partial<NewHandoff>;
  now?: number;
  by?: TestMember;
}

export interface Committing {
  handoff: HandedOff;
  ctx: DomainContext;
  committed: Committed;
}

export async function makeDesk(): Promise<Desk> {
  const account = await makeAccount();
  const engineer = await account.member("engineer", "Priya");
  const tell = (committed: Committed) => pokeBus(env, account.id, committed);
  const handOff = async ({ session = {}, handoff = {}, now = Date.now(), by = engineer }: Given = {}) => {
    const { id } = await createSession(account.as(by, now), { problem_summary: "VPN drops", ...session });
    const ctx = account.as(by, now);
    const input: NewHandoff = { intent: "escalate", priority: "normal", ...handoff };
    return { handoff: await handOffSession(ctx, id, input), ctx, committed: ctx.committed };
  };
  let session: Promise<string> | undefined;
  return {
    account,
    engineer,
    tell,
    async record(count, { text = "done", now = Date.now() } = {}) {
      const ctx = account.as(engineer, now);
      session ??= createSession(ctx, { problem_summary: "VPN drops" }).then(({ id }) => id);
      const about = { session: await session };
      const fact = { type: "session_resolved" as const, about, details: { resolution: text } };
      for (let left = count; left > 0; left -= 100) {
        const facts = Array.from({ length: Math.min(left, 100) }, () => fact);
        await commit(ctx, { operation: unguarded(ctx), statements: [], facts, answer: undefined });
      }
      return ctx.committed;
    },
    handOff,
    async announce(given) {
      const done = await handOff(given);
      await tell(done.committed);
      return done;
    },
    log: (seq = 0) => readEventsAfter(account.db, account.id, seq, 10_000),
    async position(seq) {
      const epoch = await env.DB.prepare("SELECT epoch FROM accounts WHERE id = ?")
        .bind(account.id)
        .first<string>("epoch");
      return `${epoch}.${seq}`;
    },
  };
}

/** The bus of a desk's account, as a stub. */
export function busOf(desk: Desk) {
  return accountBus(env, desk.account.id);
}
