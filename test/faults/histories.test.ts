import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { takeOverMail } from "../../src/channels/mail/take-over-mail.ts";
import type { MailJob } from "../../src/contract/mail-job.ts";
import { seal } from "../../src/platform/seal.ts";
import { PRIORITIES } from "../../src/contract/handoff-lifecycle.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import { answerTakeOver } from "../../src/domain/handoffs/answer-take-over.ts";
import { type AskedToTakeOver, askTakeOver } from "../../src/domain/handoffs/ask-take-over.ts";
import { reassignHandoff } from "../../src/domain/handoffs/reassign-handoff.ts";
import { changeMember } from "../../src/domain/members/change-member.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { releaseHandoff } from "../../src/domain/handoffs/release-handoff.ts";
import { returnHandoff } from "../../src/domain/handoffs/return-handoff.ts";
import { DomainError } from "../../src/domain/errors.ts";
import { addMessage } from "../../src/domain/sessions/add-message.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { findingsOf } from "../support/audited.ts";
import { Mortal } from "../support/crash.ts";
import { type FaultWorld, makeFaultWorld } from "../support/fault-world.ts";
import { PRINTER } from "../support/help-desk.ts";
import type { Misbehaviour } from "../support/postmark-server.ts";
import { logOf } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";

const HISTORIES = env.BATON_FAULTS === "long" ? 200 : 8;
const MINUTE = 60_000;

/** How the mail service may treat one call, without ever refusing a mail for good. */
const misbehaviour = fc.record<Misbehaviour>({
  takes: fc.boolean(),
  answer: fc.constantFrom("no_id", "429", "500", "503_html", "403_html", "closes_mid_body"),
});

/** One thing that happens, and at which of its awaits the process ends that does it, if it does. */
const happening = fc.record({
  what: fc.oneof(
    fc.record({ kind: fc.constant("escalate" as const), priority: fc.constantFrom(...PRIORITIES) }),
    fc.record({
      kind: fc.constantFrom(
        "claim" as const,
        "release" as const,
        "return" as const,
        "message" as const,
        "reassign" as const,
        "ask to take over" as const,
        "agree" as const,
      ),
      who: fc.constantFrom("olivia" as const, "priya" as const, "sam" as const),
      which: fc.nat(3),
    }),
    fc.record({ kind: fc.constant("time" as const), minutes: fc.integer({ min: 1, max: 45 }) }),
    fc.record({
      kind: fc.constant("queue" as const),
      how: fc.constantFrom("in order" as const, "backwards" as const, "twice" as const, "never" as const),
    }),
    fc.record({ kind: fc.constant("mail service" as const), next: misbehaviour }),
    fc.record({ kind: fc.constant("priya is away" as const), active: fc.boolean() }),
  ),
  dies: fc.option(fc.integer({ min: 1, max: 14 }), { nil: Infinity }),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What is refused as things stand is refused; everything else is a fault. */
async function unlessRefused(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

const sealTakeOverMail = ({ to, by, reason }: AskedToTakeOver) => {
  const content = takeOverMail({ by: by.name, reason, problem_summary: null, url: "https://baton.example" });
  const mail: MailJob = { to, content, expires_at: Number.MAX_SAFE_INTEGER };
  return seal(env.BETTER_AUTH_SECRET, JSON.stringify(mail));
};

/** What was handed off so far, and whether Priya may work at the moment. */
interface Life {
  handoffs: HandoffKey[];
  away: boolean;
}

async function live(world: FaultWorld, life: Life, { what, dies }: Happening): Promise<void> {
  const mortal = new Mortal(dies);
  const { desk } = world;
  const { handoffs } = life;
  switch (what.kind) {
    case "escalate": {
      const { id } = await createSession(desk.account.as(desk.sam, world.clock.now), PRINTER);
      const input = { intent: "escalate" as const, priority: what.priority };
      const done = await world.act(desk.sam, (ctx) => handOffSession(ctx, id, input), mortal);
      if (done) handoffs.push({ session_id: id, handoff_id: done.id });
      return;
    }
    case "time":
      world.clock.now += what.minutes * MINUTE;
      return world.sweep(mortal);
    case "queue": {
      const messages = world.queue.splice(0);
      if (what.how === "never") return;
      if (what.how === "twice") messages.push(...messages);
      return world.consume(mortal, what.how === "backwards" ? messages.toReversed() : messages);
    }
    case "mail service":
      return world.postmark.script(what.next);
    case "priya is away": {
      const change = { active: what.active };
      await world.act(desk.adam, (ctx) => changeMember(ctx, desk.priya.member_id, change));
      life.away = !what.active;
      return;
    }
    default: {
      const key = handoffs[what.which % Math.max(handoffs.length, 1)];
      // Whoever was deactivated is let in no more.
      if (!key || (life.away && what.who === "priya")) return;
      const reason = { reason: "So it goes" };
      const verbs: Record<typeof what.kind, (ctx: DomainContext) => Promise<unknown>> = {
        claim: (ctx) => claimHandoff(ctx, key, {}),
        release: (ctx) => releaseHandoff(ctx, key, reason),
        return: (ctx) => returnHandoff(ctx, key, reason),
        message: (ctx) => addMessage(ctx, key.session_id, { role: "user", content: "On it" }),
        reassign: (ctx) => reassignHandoff(ctx, key, { ...reason, to_user_id: desk.adam.id }),
        "ask to take over": (ctx) => askTakeOver(ctx, key, reason, sealTakeOverMail),
        agree: (ctx) => answerTakeOver(ctx, key, { agree: true }),
      };
      const act = world.act(desk[what.who], verbs[what.kind], mortal);
      return unlessRefused(act);
    }
  }
}

/** Everything comes to rest: all sessions are resolved, and the chores have the time that back-off takes. */
async function rest(world: FaultWorld): Promise<void> {
  const { account, olivia } = world.desk;
  await world.postmark.script();
  const sessions = await account.db.all<{ id: string }>(
    sql`SELECT id FROM sessions WHERE account_id = ${account.id} AND status <> 'resolved'`,
  );
  for (const { id } of sessions) {
    await world.act(olivia, (ctx) => resolveSession(ctx, id, { resolution: "Done" }));
  }
  for (let times = 0; times < 8; times++) {
    world.clock.now += 31 * MINUTE;
    await world.sweep();
  }
}

test("whatever happens, in whatever order, and wherever a process ends: every promise is kept or visibly dropped, none twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 14 }), async (history) => {
      await settlePromises();
      const world = await makeFaultWorld();
      const { account } = world.desk;
      const life: Life = { handoffs: [], away: false };
      for (const one of history) await live(world, life, one);
      await world.sweep();
      const forgotten = await account.db.all(sql`SELECT id FROM handoffs
        WHERE account_id = ${account.id} AND status = 'open' AND next_action_at IS NULL`);
      expect(forgotten).toEqual([]);
      await rest(world);

      const { arrived, unexpected } = await world.postmark.read();
      const mails = Map.groupBy(arrived, ({ delivery_id }) => delivery_id);
      const ledger = await account.db.all<{ id: string; status: string }>(
        sql`SELECT id, status FROM deliveries WHERE account_id = ${account.id}`,
      );
      expect(unexpected).toEqual([]);
      for (const { id, status } of ledger) {
        const sent = mails.get(id)?.length ?? 0;
        if (status === "sent") expect([status, sent]).toEqual(["sent", 1]);
        else expect(["cancelled", "bundled"]).toContain(status);
        // One that was called off may have been on its way: at most once.
        expect(sent).toBeLessThanOrEqual(1);
      }
      const events = await logOf(account);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(await findingsOf(account)).toEqual([]);
    }),
    { numRuns: HISTORIES, seed: 20261126 },
  );
}, 600_000);
