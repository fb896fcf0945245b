import { type SQL, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { newId } from "../../src/platform/new-id.ts";
import { handOff, makeHelpDesk } from "../support/help-desk.ts";
import { everythingOf } from "../support/rows.ts";

async function world() {
  const desk = await makeHelpDesk();
  const { handoff, session } = await handOff(desk);
  const copy = (table: string, id: string, changed: Record<string, SQL>) => {
    const columns = desk.account.db.all<{ name: string }>(sql`SELECT name FROM pragma_table_info(${table})`);
    return columns.then((names) => {
      const values = names.map(({ name }) => changed[name] ?? sql.identifier(name));
      const into = names.map(({ name }) => sql.identifier(name));
      return desk.account.db.all(sql`INSERT INTO ${sql.identifier(table)} (${sql.join(into, sql`, `)})
        SELECT ${sql.join(values, sql`, `)} FROM ${sql.identifier(table)} WHERE id = ${id}`);
    });
  };
  const run = (query: SQL) => desk.account.db.all(query);
  return { desk, handoff, session, copy, run, account_id: desk.account.id };
}
type World = Awaited<ReturnType<typeof world>>;

describe("the database itself refuses", () => {
  const cases: [string, RegExp, (of: World) => Promise<unknown>][] = [
    [
      "a second event with the same number in an account",
      /UNIQUE constraint failed: account_events\.account_id, account_events\.seq/,
      ({ run, account_id }) =>
        run(sql`INSERT INTO account_events SELECT * FROM account_events WHERE account_id = ${account_id}`),
    ],
    [
      "an event numbered below one",
      /CHECK constraint failed: account_events_seq/,
      ({ run, account_id }) => run(sql`UPDATE account_events SET seq = 0 WHERE account_id = ${account_id}`),
    ],
    [
      "a second active handoff of a session",
      /UNIQUE constraint failed: handoffs\.session_id/,
      ({ copy, handoff }) => copy("handoffs", handoff.id, { id: sql`${newId()}` }),
    ],
    [
      "a claimed handoff without a holder",
      /CHECK constraint failed: handoffs_holder/,
      ({ run, handoff }) => run(sql`UPDATE handoffs SET status = 'claimed' WHERE id = ${handoff.id}`),
    ],
    [
      "the same person told twice of one handoff on one channel",
      /UNIQUE constraint failed: deliveries\.handoff_id, deliveries\.channel, deliveries\.recipient_id/,
      async ({ run, copy, handoff }) => {
        const [first] = await run(sql`SELECT id FROM deliveries WHERE handoff_id = ${handoff.id} LIMIT 1`);
        return copy("deliveries", String(first?.["id"]), { id: sql`${newId()}` });
      },
    ],
    [
      "a second membership of one person in an account",
      /UNIQUE constraint failed: members\.account_id, members\.user_id/,
      ({ copy, desk }) => copy("members", desk.sam.member_id, { id: sql`${newId()}` }),
    ],
    [
      "two keys of one caller and address",
      /UNIQUE constraint failed: idempotency_keys\.caller, idempotency_keys\.operation, idempotency_keys\.key/,
      async ({ run, account_id }) => {
        const insert = sql`INSERT INTO idempotency_keys (caller, operation, key, body_hash, status, answer, created_at)
          VALUES (${`${account_id} sam`}, 'POST /', 'k', 'h', 200, '', 1)`;
        await run(insert);
        return run(insert);
      },
    ],
    ...(
      [
        ["handoffs", "intent", "handoffs_intent"],
        ["handoffs", "status", "handoffs_status"],
        ["handoffs", "priority", "handoffs_priority"],
        ["handoffs", "assessment_status", "handoffs_assessment"],
        ["sessions", "status", "sessions_status"],
        ["sessions", "source_kind", "sessions_source"],
        ["deliveries", "channel", "deliveries_channel"],
        ["deliveries", "kind", "deliveries_kind"],
        ["deliveries", "status", "deliveries_status"],
        ["outbox", "kind", "outbox_kind"],
        ["outbox", "status", "outbox_status"],
        ["members", "role", "members_role"],
        ["account_events", "actor_kind", "account_events_actor"],
      ] as const
    ).map(([table, column, check]): [string, RegExp, (of: World) => Promise<unknown>] => [
      `an unknown word as ${table}.${column}`,
      new RegExp(`CHECK constraint failed: ${check}`),
      ({ run, account_id }) =>
        run(
          sql`UPDATE ${sql.identifier(table)} SET ${sql.identifier(column)} = 'perhaps' WHERE account_id = ${account_id}`,
        ),
    ]),
    ...(
      [
        ["handoffs", "session_id"],
        ["handoffs", "claimed_by"],
        ["handoffs", "handed_off_by"],
        ["sessions", "user_id"],
        ["sessions", "team_id"],
        ["deliveries", "handoff_id"],
        ["deliveries", "recipient_id"],
        ["account_events", "session_id"],
        ["members", "user_id"],
      ] as const
    ).map(([table, column]): [string, RegExp, (of: World) => Promise<unknown>] => [
      `somebody or something as ${table}.${column} that does not exist`,
      /FOREIGN KEY constraint failed/,
      ({ run, account_id }) =>
        run(
          sql`UPDATE ${sql.identifier(table)} SET ${sql.identifier(column)} = ${newId()}
          WHERE rowid = (SELECT min(rowid) FROM ${sql.identifier(table)} WHERE account_id = ${account_id})`,
        ),
    ]),
    [
      "to forget an account that still has anything",
      /FOREIGN KEY constraint failed/,
      ({ run, account_id }) => run(sql`DELETE FROM accounts WHERE id = ${account_id}`),
    ],
  ];

  it.each(cases)("%s", async (_, words, write) => {
    const of = await world();
    const before = (await everythingOf(of.desk.account)).slice(0, 10);
    await expect(write(of)).rejects.toThrow(words);
    expect((await everythingOf(of.desk.account)).slice(0, 10)).toEqual(before);
  });
});
