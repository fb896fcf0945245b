import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Db } from "../../src/db/client.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import { readEventsAfter } from "../../src/domain/events/read-events.ts";
import { addNote } from "../../src/domain/handoffs/add-note.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { listQueue } from "../../src/domain/handoffs/list-queue.ts";
import { MOST_SUBSCRIPTIONS } from "../../src/domain/webhooks/subscribe.ts";
import { NOON } from "../support/factories.ts";
import { type HandedOffSession, type HelpDesk, handOff, makeHelpDesk } from "../support/help-desk.ts";
import { rowsReadBy } from "../support/rows-read.ts";

const PAST = 2_000;

/** A desk with an open handoff, and a past of so many that ended after it began. */
async function deskWithPast(count: number) {
  const desk = await makeHelpDesk();
  const handed = await handOff(desk);
  const numbers = sql`json_each(${JSON.stringify(Array.from({ length: count }, (_, index) => index))}) n`;
  await desk.account.db.batch([
    sql`INSERT INTO sessions (id, account_id, user_id, source_kind, session_type, intake_type, intake_content, status,
        confidence_tier, created_at, updated_at)
      SELECT 's' || n.value || ${desk.account.id}, ${desk.account.id}, ${desk.sam.id}, 'member', 'guided', 'free_text',
        '{}', 'resolved', 'discovery', ${NOON}, ${NOON} FROM ${numbers}`,
    sql`INSERT INTO handoffs (id, account_id, session_id, intent, status, priority, snapshot, assessment_status,
        handed_off_by, operation_id, created_at, updated_at)
      SELECT 'h' || n.value || ${desk.account.id}, ${desk.account.id}, 's' || n.value || ${desk.account.id}, 'escalate',
        'resolved', 'normal', '{}', 'ready', ${desk.sam.id}, '', ${NOON} + 1000000 + n.value, ${NOON} FROM ${numbers}`,
    sql`INSERT INTO account_events (account_id, seq, type, session_id, actor_kind, actor_name, details, created_at)
      SELECT ${desk.account.id}, 2 + n.value, 'session_resolved', ${handed.session.id}, 'system', 'Baton', '{}', ${NOON}
      FROM ${numbers}`,
    sql`UPDATE accounts SET last_seq = ${count + 1} WHERE id = ${desk.account.id}`,
  ]);
  return { ...desk, ...handed };
}

type World = HelpDesk & HandedOffSession;
const verb = (run: (ctx: DomainContext, of: World) => Promise<unknown>) => (of: World, db: Db) =>
  run({ ...of.account.as(of.sam), db }, of);

describe("how much the database reads does not grow with the account's past:", () => {
  it.each<[string, (of: World, db: Db) => Promise<unknown>]>([
    ["the queue", verb((ctx) => listQueue(ctx, {}, { limit: 50, after: null }))],
    ["the queue by urgency", verb((ctx) => listQueue(ctx, { sort: "urgency" }, { limit: 50, after: null }))],
    ["a claim", verb((ctx, { key }) => claimHandoff(ctx, key, {}))],
    [
      "an escalation",
      verb((ctx, { key }) => handOffSession(ctx, key.session_id, { intent: "escalate", priority: "normal" })),
    ],
    [
      "resuming the stream",
      async ({ account }, db) => {
        const [row] = await db.all<{ last_seq: number }>(
          sql`SELECT last_seq FROM accounts WHERE id = ${account.id}`,
        );
        return readEventsAfter(db, account.id, (row?.last_seq ?? 0) - 1, 500);
      },
    ],
  ])("%s", async (_, run) => {
    const [short, long] = [await deskWithPast(1), await deskWithPast(PAST)];
    const few = await rowsReadBy((db) => run(short, db));
    const many = await rowsReadBy((db) => run(long, db));
    expect(few).toBeGreaterThan(0);
    // One more: an index is read up to the next account's first row, if there is one.
    expect(many).toBeLessThanOrEqual(few * 1.1 + 1);
  });
});

describe("how much the database reads does not grow with who listens:", () => {
  it("whether an account has webhooks and browsers costs each write a few rows, however many there are", async () => {
    const [none, many] = [await deskWithPast(1), await deskWithPast(1)];
    const numbers = sql`json_each(${JSON.stringify(Array.from({ length: 400 }, (_, index) => index))}) n`;
    const { id } = many.account;
    await many.account.db.batch([
      sql`INSERT INTO channel_targets (id, account_id, user_id, channel, name, address, address_hash, created_at)
        SELECT ${id} || n.value, ${id}, 'u' || n.value, CASE n.value % 2 WHEN 0 THEN 'slack' ELSE 'web_push' END, 'x', 'x',
          n.value, ${NOON} FROM ${numbers}`,
      // All of them were switched off, which is the longest way to the answer.
      sql`INSERT INTO webhook_subscriptions (id, account_id, url, events, secret, cursor_seq, active, created_at, updated_at)
        SELECT ${id} || n.value, ${id}, 'x', '["*"]', 'x', 0, 0, ${NOON}, ${NOON} FROM ${numbers}
        WHERE n.value < ${MOST_SUBSCRIPTIONS}`,
    ]);
    const note = verb((ctx, { key }) => addNote(ctx, key, { text: "Look at the cable" }));
    const few = await rowsReadBy((db) => note(none, db));
    expect(await rowsReadBy((db) => note(many, db))).toBeLessThanOrEqual(few + 2 * MOST_SUBSCRIPTIONS + 2);
  });
});
