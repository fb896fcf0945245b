import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { STEP_LIMIT } from "../../../src/contract/session.ts";
import { addStep } from "../../../src/domain/sessions/add-step.ts";
import { addBranch } from "../../../src/domain/sessions/branch-session.ts";
import { getSession } from "../../../src/domain/sessions/get-session.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, sessionRow } from "../../support/rows.ts";

describe("recording a step", () => {
  it("says what was tried, what came of it and where to see it", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const step = await addStep(desk.account.as(desk.priya), session.id, {
      title: "Restarted the spooler",
      result: "failed",
      detail: "Stops again after a minute",
      evidence_url: "https://logs.example/1",
    });
    expect(step).toEqual({
      id: expect.any(String),
      position: 1,
      title: "Restarted the spooler",
      result: "failed",
      detail: "Stops again after a minute",
      evidence_url: "https://logs.example/1",
      branch_id: null,
      author_id: desk.priya.id,
      author_name: "Priya",
      created_at: iso(NOON),
    });
    const detail = await getSession(desk.account.as(desk.sam), session.id);
    expect(detail).toMatchObject({ step_count: 1, steps: [step] });
  });

  it("numbers the steps in the order in which they were tried", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    for (const title of ["Cable", "Driver", "Spooler"]) {
      await addStep(sam, session.id, { title, result: "inconclusive" });
    }
    const { steps, step_count } = await getSession(sam, session.id);
    expect(steps.map(({ position, title }) => [position, title])).toEqual([
      [1, "Cable"],
      [2, "Driver"],
      [3, "Spooler"],
    ]);
    expect(step_count).toBe(3);
  });

  it("loses none and doubles no position when many are recorded at once", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        addStep(desk.account.as(desk.sam), session.id, { title: `Step ${index}`, result: "skipped" }),
      ),
    );
    const positions = made.map((step) => step.position).toSorted((a, b) => a - b);
    expect(positions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect((await sessionRow(desk.account, session.id)).step_count).toBe(20);
  });

  it("stands on the active branch unless it names another one, or none", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    const driver = await addBranch(sam, session.id, { label: "Driver" });
    const spooler = await addBranch(sam, session.id, { label: "Spooler" });
    const step = { title: "Looked at the log", result: "worked" as const };
    expect((await addStep(sam, session.id, step)).branch_id).toBe(driver.id);
    expect((await addStep(sam, session.id, { ...step, branch_id: spooler.id })).branch_id).toBe(spooler.id);
    expect((await addStep(sam, session.id, { ...step, branch_id: null })).branch_id).toBeNull();
  });

  it("refuses a branch of another session", async () => {
    const desk = await makeHelpDesk();
    const [session, another] = [await openSession(desk), await openSession(desk)];
    const sam = desk.account.as(desk.sam);
    const { id: branch_id } = await addBranch(sam, another.id, { label: "Driver" });
    const before = await everythingOf(desk.account);
    const step = addStep(sam, session.id, { title: "Driver", result: "worked", branch_id });
    expect(await refusal(step)).toEqual({
      code: "validation_failed",
      detail: "There is no such branch in this session.",
      errors: [{ pointer: "/branch_id", detail: "There is no such branch in this session." }],
    });
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("takes the 500th step and refuses the 501st", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    await desk.account.db.all(
      sql`UPDATE sessions SET step_count = ${STEP_LIMIT - 1} WHERE id = ${session.id}`,
    );
    const sam = desk.account.as(desk.sam);
    expect((await addStep(sam, session.id, { title: "Last", result: "failed" })).position).toBe(500);
    expect(await refusal(addStep(sam, session.id, { title: "Too many", result: "failed" }))).toEqual({
      code: "invalid_transition",
      detail: "A session holds at most 500 steps.",
    });
    expect((await getSession(sam, session.id)).steps.map(({ title }) => title)).toEqual(["Last"]);
  });

  it("is over once the session is resolved", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    await resolveSession(sam, session.id, { resolution: "New toner" });
    expect(await refusal(addStep(sam, session.id, { title: "Toner", result: "worked" }))).toEqual({
      code: "invalid_transition",
      detail: "The session is resolved.",
    });
    expect((await sessionRow(desk.account, session.id)).step_count).toBe(0);
  });
});
