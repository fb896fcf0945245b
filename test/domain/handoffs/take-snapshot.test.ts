import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Step } from "../../../src/contract/session.ts";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { SNAPSHOT_BYTES, takeSnapshot } from "../../../src/domain/handoffs/take-snapshot.ts";
import { addStep } from "../../../src/domain/sessions/add-step.ts";
import { addBranch } from "../../../src/domain/sessions/branch-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { newId } from "../../../src/platform/new-id.ts";
import { NOON } from "../../support/factories.ts";
import { makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { handoffRow, sessionRow } from "../../support/rows.ts";

const weight = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).byteLength;

function stepWith(position: number, detail: string): Step {
  const nobody = { branch_id: null, author_id: null, author_name: null, evidence_url: null };
  const title = `Step ${position}`;
  return { ...nobody, id: newId(), position, title, result: "failed", detail, created_at: iso(NOON) };
}

describe("a snapshot that would weigh more than 256 KiB", () => {
  it("keeps the newest steps and says how many older ones it leaves out", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    // 40 steps of 10,000 characters: the newest 25 fit.
    for (let position = 1; position <= 40; position++) {
      await addStep(sam, session.id, {
        title: `Step ${position}`,
        result: "failed",
        detail: "x".repeat(10_000),
      });
    }
    const handoff = await handOffSession(sam, session.id, { intent: "escalate", priority: "normal" });
    const { snapshot } = handoff;
    expect(weight(snapshot)).toBeLessThanOrEqual(SNAPSHOT_BYTES);
    expect(snapshot).toMatchObject({ step_count: 40, steps_omitted: 15 });
    expect(snapshot.steps.map(({ title }) => title)).toEqual(
      Array.from({ length: 25 }, (_, index) => `Step ${index + 16}`),
    );
    expect((await handoffRow(desk.account, handoff.id)).snapshot).toEqual(snapshot);
  });

  it("never weighs more, and never leaves out a step that would have fitted", async () => {
    const desk = await makeHelpDesk();
    const row = { ...(await sessionRow(desk.account, (await openSession(desk)).id)), user_name: null };
    const session = { ...row, escalated_to_name: null };
    const text = fc.string({ unit: "grapheme", maxLength: 10 });
    const details = fc.array(fc.tuple(text, fc.integer({ min: 0, max: 4_000 })), { maxLength: 60 });
    fc.assert(
      fc.property(details, (given) => {
        const steps = given.map(([unit, times], index) => stepWith(index + 1, unit.repeat(times)));
        const { steps: kept, steps_omitted: omitted = 0, ...rest } = takeSnapshot(session, steps, []);
        expect(kept.length + omitted).toBe(steps.length);
        const { length } = kept;
        expect(kept.map(({ title }) => title)).toEqual(
          steps.slice(steps.length - length).map(({ title }) => title),
        );
        expect(weight({ ...rest, steps: kept, steps_omitted: omitted })).toBeLessThanOrEqual(SNAPSHOT_BYTES);
        const next = steps.at(-length - 1);
        if (omitted === 0 || !next) return;
        const { title, result, detail, evidence_url, branch_id } = next;
        const more = [{ title, result, detail, evidence_url, branch_id }, ...kept];
        expect(weight({ ...rest, steps: more, steps_omitted: omitted - 1 })).toBeGreaterThan(
          SNAPSHOT_BYTES - 8,
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe("the snapshot of a session that branches", () => {
  it("holds every step and the map of the branches in their order", async () => {
    const desk = await makeHelpDesk();
    const session = await openSession(desk);
    const sam = desk.account.as(desk.sam);
    const driver = await addBranch(sam, session.id, { label: "Driver" });
    const cable = await addBranch(sam, session.id, {
      label: "Cable",
      status: "dead_end",
      status_reason: "Swapped",
      parent_branch_id: driver.id,
    });
    await addStep(sam, session.id, { title: "Reinstalled", result: "failed", detail: "Same" });
    await addStep(sam, session.id, { title: "Swapped", result: "worked", branch_id: cable.id });
    const { snapshot, source_branch_id } = await handOffSession(sam, session.id, {
      intent: "escalate",
      priority: "normal",
    });
    expect(source_branch_id).toBe(driver.id);
    const none = { detail: null, evidence_url: null };
    expect(snapshot).toMatchObject({
      step_count: 2,
      steps: [
        { ...none, title: "Reinstalled", result: "failed", detail: "Same", branch_id: driver.id },
        { ...none, title: "Swapped", result: "worked", branch_id: cable.id },
      ],
      branch_map: [
        { id: driver.id, label: "Driver", status: "open", status_reason: null, parent_branch_id: null },
        {
          id: cable.id,
          label: "Cable",
          status: "dead_end",
          status_reason: "Swapped",
          parent_branch_id: driver.id,
        },
      ],
      active_branch_id: driver.id,
    });
    expect(snapshot).not.toHaveProperty("steps_omitted");
  });
});
