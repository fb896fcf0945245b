import { beforeAll, describe, expect, it } from "vitest";
import type { DomainContext } from "../../src/domain/context.ts";
import { recordAssessment } from "../../src/domain/assessment/record-assessment.ts";
import { addNote } from "../../src/domain/handoffs/add-note.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { getDeliveries, getHandoff, getTimeline } from "../../src/domain/handoffs/get-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { judgeAssessment } from "../../src/domain/handoffs/judge-assessment.ts";
import { beginBriefing, keepBriefing, leaveBriefing } from "../../src/domain/handoffs/keep-briefing.ts";
import { openBriefing } from "../../src/domain/handoffs/open-briefing.ts";
import { listHandoffsOfSession } from "../../src/domain/handoffs/list-handoffs-of-session.ts";
import { listQueue } from "../../src/domain/handoffs/list-queue.ts";
import { reassignHandoff } from "../../src/domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../src/domain/handoffs/release-handoff.ts";
import { returnHandoff } from "../../src/domain/handoffs/return-handoff.ts";
import { withdrawHandoff } from "../../src/domain/handoffs/withdraw-handoff.ts";
import { writeReadBack } from "../../src/domain/handoffs/write-read-back.ts";
import { addMessage } from "../../src/domain/sessions/add-message.ts";
import { addStep } from "../../src/domain/sessions/add-step.ts";
import { addBranch, changeBranch } from "../../src/domain/sessions/branch-session.ts";
import { changeSession } from "../../src/domain/sessions/change-session.ts";
import { getSession } from "../../src/domain/sessions/get-session.ts";
import { listSessions } from "../../src/domain/sessions/list-sessions.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { resumeSession } from "../../src/domain/sessions/resume-session.ts";
import {
  keepDocumentation,
  prepareDocumentation,
  readDocumentation,
  saveDocumentation,
  writeDocumentation,
} from "../../src/domain/sessions/write-documentation.ts";
import {
  type HandedOffSession,
  type HelpDesk,
  handOff,
  makeHelpDesk,
  pickedUp,
} from "../support/help-desk.ts";
import { refusal } from "../support/refusal.ts";
import { everythingOf } from "../support/rows.ts";

interface Theirs {
  open: HandedOffSession;
  claimed: HandedOffSession;
  parked: HandedOffSession;
  branch: string;
  member: string;
}
type Verb = (ctx: DomainContext, theirs: Theirs) => Promise<unknown>;

const reason = "Because";
const VERBS: Record<string, Verb> = {
  getSession: (ctx, { open }) => getSession(ctx, open.session.id),
  changeSession: (ctx, { open }) => changeSession(ctx, open.session.id, { customer: "Us" }),
  addMessage: (ctx, { open }) => addMessage(ctx, open.session.id, { role: "user", content: "Hi" }),
  addStep: (ctx, { open }) => addStep(ctx, open.session.id, { title: "X", result: "worked" }),
  addBranch: (ctx, { open }) => addBranch(ctx, open.session.id, { label: "X" }),
  changeBranch: (ctx, { open, branch }) =>
    changeBranch(ctx, { session_id: open.session.id, branch_id: branch }, { label: "Y" }),
  resumeSession: (ctx, { parked }) => resumeSession(ctx, parked.session.id),
  resolveSession: (ctx, { open }) => resolveSession(ctx, open.session.id, { resolution: "X" }),
  writeDocumentation: (ctx, { open }) => writeDocumentation(ctx, open.session.id),
  saveDocumentation: (ctx, { open }) => saveDocumentation(ctx, open.session.id, { text: "X" }),
  readDocumentation: (ctx, { open }) => readDocumentation(ctx, open.session.id),
  handOffSession: (ctx, { open }) =>
    handOffSession(ctx, open.session.id, { intent: "escalate", priority: "normal" }),
  listHandoffsOfSession: (ctx, { open }) =>
    listHandoffsOfSession(ctx, open.session.id, { limit: 50, after: null }),
  getHandoff: (ctx, { open }) => getHandoff(ctx, open.key),
  getTimeline: (ctx, { open }) => getTimeline(ctx, open.key),
  getDeliveries: (ctx, { open }) => getDeliveries(ctx, open.key),
  claimHandoff: (ctx, { open }) => claimHandoff(ctx, open.key, {}),
  withdrawHandoff: (ctx, { open }) => withdrawHandoff(ctx, open.key, { reason }),
  releaseHandoff: (ctx, { claimed }) => releaseHandoff(ctx, claimed.key, { reason }),
  returnHandoff: (ctx, { claimed }) => returnHandoff(ctx, claimed.key, { reason }),
  reassignHandoff: (ctx, { claimed, member }) =>
    reassignHandoff(ctx, claimed.key, { reason, to_user_id: member }),
  writeReadBack: (ctx, { claimed }) => writeReadBack(ctx, claimed.key, { read_back: "X" }),
  addNote: (ctx, { open }) => addNote(ctx, open.key, { text: "X" }),
  judgeAssessment: (ctx, { claimed }) => judgeAssessment(ctx, claimed.key, { verdict: "right" }),
  openBriefing: (ctx, { open }) => openBriefing(ctx, open.key),
  prepareDocumentation: (ctx, { open }) => prepareDocumentation(ctx, open.session.id),
  keepDocumentation: (ctx, { open }) =>
    keepDocumentation(ctx, open.session.id, { text: "X", source: "rules", replaces: null }),
};

describe("another account", () => {
  let us: HelpDesk;
  let them: HelpDesk;
  let theirs: Theirs;
  beforeAll(async () => {
    [us, them] = [await makeHelpDesk(), await makeHelpDesk()];
    const open = await handOff(them);
    const branch = await addBranch(them.account.as(them.sam), open.session.id, { label: "Driver" });
    await writeDocumentation(them.account.as(them.sam), open.session.id);
    theirs = {
      open,
      claimed: await pickedUp(them),
      parked: await handOff(them, { intent: "park" }),
      branch: branch.id,
      member: us.priya.id,
    };
  });

  it.each(Object.entries(VERBS))(
    "is out of reach of %s, even for an owner, and stays as it is",
    async (_, verb) => {
      const before = [await everythingOf(them.account), await everythingOf(us.account)];
      const refused = await refusal(verb(us.account.as(us.olivia), theirs));
      expect(refused["code"]).toBe("not_found");
      expect(refused["detail"]).toMatch(/^There is no such (session|handoff|branch)\.$/);
      expect([await everythingOf(them.account), await everythingOf(us.account)]).toEqual(before);
    },
  );

  it("does not show in the queue, in any scope or filter, nor in the list of sessions", async () => {
    const own = await handOff(us);
    const ctx = us.account.as(us.olivia);
    const whole = { limit: 200, after: null };
    for (const filter of [
      { scope: "unclaimed" },
      { scope: "all" },
      { scope: "all", team_id: "all" },
    ] as const) {
      const { items } = await listQueue(ctx, filter, whole);
      expect(items.map((row) => row.handoff_id)).toEqual([own.handoff.id]);
    }
    const { items } = await listSessions(ctx, {}, whole);
    expect(items.map(({ id }) => id)).toEqual([own.session.id]);
  });

  it("is not reached by an assessment that is made under the wrong account", async () => {
    const before = await everythingOf(them.account);
    await recordAssessment(us.account.as(us.olivia), theirs.open.handoff.id, null);
    expect(await everythingOf(them.account)).toEqual(before);
  });

  it("has no briefing begun, kept or left by us", async () => {
    const before = await everythingOf(them.account);
    const ctx = us.account.as(us.olivia);
    const { key, handoff } = theirs.open;
    expect(await beginBriefing(ctx, key)).toBe(false);
    await keepBriefing(ctx, key, {
      text: "X",
      source: "rules",
      assessment_status: handoff.assessment_status,
    });
    await leaveBriefing(ctx, key);
    expect(await everythingOf(them.account)).toEqual(before);
  });
});
