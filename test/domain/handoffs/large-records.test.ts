import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DOCUMENTATION_CHARACTERS } from "../../../src/contract/session.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { SNAPSHOT_BYTES } from "../../../src/domain/handoffs/take-snapshot.ts";
import { addMessage } from "../../../src/domain/sessions/add-message.ts";
import { addStep } from "../../../src/domain/sessions/add-step.ts";
import { addBranch } from "../../../src/domain/sessions/branch-session.ts";
import { readDocumentation, writeDocumentation } from "../../../src/domain/sessions/write-documentation.ts";
import { newId } from "../../../src/platform/new-id.ts";
import { NOON } from "../../support/factories.ts";
import { makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { handoffRow, sessionRow } from "../../support/rows.ts";

const weight = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).byteLength;

describe("a session with more branches than a snapshot has room for", () => {
  it("keeps the newest in half of the room, counts the others, and still holds the steps", async () => {
    const desk = await makeHelpDesk();
    const { account } = desk;
    const session = await openSession(desk);
    const sam = account.as(desk.sam);
    await addBranch(sam, session.id, { label: "First" });
    const many = Array.from({ length: 300 }, (_, index) => ({ id: newId(), order: index + 2 }));
    await account.db.all(sql`INSERT INTO branches (id, account_id, session_id, label, status, status_reason,
        branch_order, created_at)
      SELECT b.value ->> 'id', ${account.id}, ${session.id}, 'Branch ' || (b.value ->> 'order'), 'dead_end',
        ${"ü".repeat(500)}, b.value ->> 'order', ${NOON} FROM json_each(${JSON.stringify(many)}) b`);
    for (let number = 1; number <= 15; number++) {
      await addStep(sam, session.id, {
        title: `Step ${number}`,
        result: "failed",
        detail: "x".repeat(10_000),
      });
    }
    const handoff = await handOffSession(sam, session.id, { intent: "escalate", priority: "normal" });
    const { snapshot } = handoff;
    const map = snapshot.branch_map ?? [];
    expect(weight(snapshot)).toBeLessThanOrEqual(SNAPSHOT_BYTES);
    expect(map.length + (snapshot.branches_omitted ?? 0)).toBe(301);
    expect(weight(map)).toBeLessThanOrEqual(SNAPSHOT_BYTES / 2 + 2);
    // As many as fit: one more would have been too much.
    expect(weight(map) + weight(map[0])).toBeGreaterThan(SNAPSHOT_BYTES / 2);
    expect(map.at(-1)).toMatchObject({ id: many.at(-1)?.id, label: "Branch 301" });
    expect(snapshot.steps.at(-1)?.title).toBe("Step 15");
    expect(snapshot.steps.length + (snapshot.steps_omitted ?? 0)).toBe(15);
    expect(snapshot.steps.length).toBeGreaterThanOrEqual(12);
    expect((await handoffRow(account, handoff.id)).snapshot).toEqual(snapshot);
    expect((await sessionRow(account, session.id)).escalation_package).toMatchObject({ snapshot });
  });
});

describe("a documentation that would be longer than can be saved", () => {
  it("is shortened to what can be, and says so at its end", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    for (let number = 1; number <= 6; number++) {
      await addMessage(sam, session.id, { role: "user", content: `${number} ${"x".repeat(19_990)}` });
    }
    const written = await writeDocumentation(sam, session.id);
    expect(written.text).toHaveLength(DOCUMENTATION_CHARACTERS);
    expect(written.text).toMatch(/^Problem\nPrinter offline\n/);
    expect(written.text.endsWith("\n… (shortened: the session holds the rest)")).toBe(true);
    expect(await readDocumentation(sam, session.id)).toEqual(written);
    const short = await openSession(desk);
    expect((await writeDocumentation(sam, short.id)).text).not.toContain("shortened");
  });
});
