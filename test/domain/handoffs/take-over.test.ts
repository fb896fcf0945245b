import { describe, expect, it } from "vitest";
import type { DomainContext } from "../../../src/domain/context.ts";
import { answerTakeOver } from "../../../src/domain/handoffs/answer-take-over.ts";
import { type AskedToTakeOver, askTakeOver } from "../../../src/domain/handoffs/ask-take-over.ts";
import type { HandoffKey } from "../../../src/domain/handoffs/handoff-row.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { writeReadBack } from "../../../src/domain/handoffs/write-read-back.ts";
import { changeMember } from "../../../src/domain/members/change-member.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { type HelpDesk, MINUTE, handOff, makeHelpDesk, pickedUp } from "../../support/help-desk.ts";
import { interrupted } from "../../support/interrupted.ts";
import { deactivate } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, handoffRow, jobsOf, lastEventOf, logOf, sessionRow } from "../../support/rows.ts";

const ASKED = NOON + 5 * MINUTE;
const ANSWERED = NOON + 7 * MINUTE;
const reason = { reason: "I know this printer" };

/** Asks; `mails` keeps what the holder would be sent. */
function ask(ctx: DomainContext, key: HandoffKey, mails: AskedToTakeOver[] = [], given = reason) {
  return askTakeOver(ctx, key, given, async (about) => {
    mails.push(about);
    return "sealed";
  });
}

/** Sam has asked for what Priya holds. */
async function askedFor(desk: HelpDesk) {
  const held = await pickedUp(desk);
  await ask(desk.account.as(desk.sam, ASKED), held.key);
  return held;
}

describe("asking to take over", () => {
  it("stands on the handoff and its timeline, and promises the holder a mail", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, priya } = desk;
    const { handoff, key } = await pickedUp(desk);
    const [mails, ctx] = [[] as AskedToTakeOver[], account.as(sam, ASKED)];
    expect(await ask(ctx, key, mails)).toEqual({ ...handoff, version: 3, updated_at: iso(ASKED) });
    const by = { id: sam.id, name: "Sam" };
    const take_over = { by, ...reason, asked_at: ASKED };
    expect(await handoffRow(account, handoff.id)).toMatchObject({ claimed_by: priya.id, take_over });
    expect(await lastEventOf(account)).toMatchObject({
      type: "handoff_updated",
      seq: 3,
      version: 3,
      status: "claimed",
      actor: { kind: "member", ...by },
      changed: ["take_over"],
      take_over: { ...take_over, asked_at: iso(ASKED) },
    });
    expect(mails).toMatchObject([{ to: priya.email, by, ...reason, handoff: { id: handoff.id } }]);
    const mail = { kind: "send_mail", subject_id: handoff.id, status: "pending", next_attempt_at: ASKED };
    expect((await jobsOf(account)).filter(({ kind }) => kind === "send_mail")).toMatchObject([mail]);
    expect(ctx.committed.jobs.size).toBe(1);
  });

  it("again by the same person changes nothing", async () => {
    const desk = await makeHelpDesk();
    const { key, handoff } = await askedFor(desk);
    const before = await everythingOf(desk.account);
    const again = await ask(desk.account.as(desk.sam, ANSWERED), key, [], { reason: "Please" });
    expect(again).toEqual({ ...handoff, version: 3, updated_at: iso(ASKED) });
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("by many at once stands for one of them", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, adam, olivia } = desk;
    const { key, handoff } = await pickedUp(desk);
    const asking = [sam, adam, olivia, sam].map((who) => ask(account.as(who, ASKED), key));
    const ends = await Promise.allSettled(asking);
    const { take_over } = await handoffRow(account, handoff.id);
    const winners = [sam, adam, olivia, sam].filter((_, index) => ends[index]?.status === "fulfilled");
    expect(new Set(winners.map(({ id }) => id))).toEqual(new Set([take_over?.by.id]));
    const asked = (await logOf(account)).filter(({ type }) => type === "handoff_updated");
    expect(asked).toHaveLength(1);
  });

  const refusals: [string, (desk: HelpDesk) => Promise<unknown>, string][] = [
    [
      "of what nobody holds",
      async (desk) => ask(desk.account.as(desk.priya), (await handOff(desk)).key),
      "Nobody holds this handoff.",
    ],
    [
      "of what one holds oneself",
      async (desk) => ask(desk.account.as(desk.priya), (await pickedUp(desk)).key),
      "You hold this handoff.",
    ],
    [
      "while somebody else waits for an answer",
      async (desk) => ask(desk.account.as(desk.adam), (await askedFor(desk)).key),
      "Sam has asked to take over and waits for an answer.",
    ],
  ];
  it.each(refusals)("is refused %s", async (_, verb, detail) => {
    const desk = await makeHelpDesk();
    expect(await refusal(verb(desk))).toEqual({ code: "invalid_transition", detail });
  });

  it("is open to others once whoever asked before may not work here any more", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, adam } = desk;
    const { key, handoff } = await askedFor(desk);
    await deactivate(account, sam);
    await ask(account.as(adam, ANSWERED), key);
    expect((await handoffRow(account, handoff.id)).take_over?.by).toEqual({ id: adam.id, name: "Adam" });
  });

  it("does not reach into another account", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { key } = await askedFor(desk);
    const before = await everythingOf(desk.account);
    const owner = other.account.as(other.olivia, NOON + 60 * MINUTE);
    for (const verb of [ask(owner, key), answerTakeOver(owner, key, { agree: true })]) {
      expect(await refusal(verb)).toMatchObject({ code: "not_found" });
    }
    expect(await everythingOf(desk.account)).toEqual(before);
  });
});

describe("the holder who is asked", () => {
  it("agrees: whoever asked holds it from that moment, with a fresh lease and nothing read back", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, priya } = desk;
    const { session, handoff, key } = await askedFor(desk);
    await writeReadBack(account.as(priya, ASKED), key, { read_back: "The fuser" });
    const given = await answerTakeOver(account.as(priya, ANSWERED), key, { agree: true });
    expect(given).toEqual({
      ...handoff,
      claimed_by: sam.id,
      claimed_by_name: "Sam",
      claimed_at: iso(ANSWERED),
      next_action_at: iso(ANSWERED + 30 * MINUTE),
      version: 5,
      updated_at: iso(ANSWERED),
    });
    expect(await handoffRow(account, handoff.id)).toMatchObject({ take_over: null, lease_reminded_at: null });
    expect(await sessionRow(account, session.id)).toMatchObject({
      escalated_to_id: sam.id,
      status: "active",
    });
    expect(await lastEventOf(account)).toMatchObject({
      type: "handoff_reassigned",
      version: 5,
      actor: { id: priya.id },
      ...reason,
      claimed_by: { id: sam.id, name: "Sam" },
      claimed_at: iso(ANSWERED),
    });
  });

  it("keeps it: the request is gone, and another may be made", async () => {
    const desk = await makeHelpDesk();
    const { account, priya, adam } = desk;
    const { handoff, key } = await askedFor(desk);
    const kept = await answerTakeOver(account.as(priya, ANSWERED), key, { agree: false });
    expect(kept).toEqual({ ...handoff, version: 4, updated_at: iso(ANSWERED) });
    expect(await handoffRow(account, handoff.id)).toMatchObject({ claimed_by: priya.id, take_over: null });
    const said = { type: "handoff_updated", changed: ["take_over"], take_over: null, agree: false };
    expect(await lastEventOf(account)).toMatchObject(said);
    const again = await refusal(answerTakeOver(account.as(priya), key, { agree: true }));
    const detail = "Nobody has asked to take this handoff over.";
    expect(again).toEqual({ code: "invalid_transition", detail });
    expect(await ask(account.as(adam, ANSWERED), key)).toMatchObject({ version: 5 });
  });
});

describe("everybody else", () => {
  it("does not answer, and an admin only once the holder has been silent for five minutes", async () => {
    const desk = await makeHelpDesk();
    const { account, sam, adam, olivia } = desk;
    const { key } = await askedFor(desk);
    const before = await everythingOf(account);
    const silent = ASKED + 5 * MINUTE;
    const answer = (who: typeof sam, now: number) =>
      answerTakeOver(account.as(who, now), key, { agree: true });
    const early = { code: "forbidden", detail: `Until ${iso(silent)} only its holder may answer.` };
    for (const admin of [adam, olivia]) expect(await refusal(answer(admin, silent - 1))).toEqual(early);
    const never = { code: "forbidden", detail: "Only its holder or an admin may answer." };
    expect(await refusal(answer(sam, silent + 60 * MINUTE))).toEqual(never);
    expect(await everythingOf(account)).toEqual(before);
    expect(await answer(adam, silent)).toMatchObject({ claimed_by: sam.id, claimed_at: iso(silent) });
  });

  it("has nothing to answer where nobody asked, or nobody holds", async () => {
    const desk = await makeHelpDesk();
    const [open, held] = [await handOff(desk), await pickedUp(desk)];
    const answer = (key: HandoffKey) => answerTakeOver(desk.account.as(desk.adam), key, { agree: true });
    const unasked = "Nobody has asked to take this handoff over.";
    expect(await refusal(answer(held.key))).toEqual({ code: "invalid_transition", detail: unasked });
    const unheld = "Nobody holds this handoff.";
    expect(await refusal(answer(open.key))).toEqual({ code: "invalid_transition", detail: unheld });
  });
});

describe("what happens in between", () => {
  it("a holder who releases it takes the question with it", async () => {
    const desk = await makeHelpDesk();
    const { account, priya, adam } = desk;
    const { key, handoff } = await askedFor(desk);
    await releaseHandoff(account.as(priya, ANSWERED), key, { reason: "Shift ends" });
    expect(await handoffRow(account, handoff.id)).toMatchObject({ status: "open", take_over: null });
    const late = answerTakeOver(account.as(adam, NOON + 60 * MINUTE), key, { agree: true });
    expect(await refusal(late)).toMatchObject({ code: "invalid_transition" });
  });

  it.each([
    ["asking", (ctx: DomainContext, key: HandoffKey) => ask(ctx, key), "Nobody holds this handoff."],
    [
      "agreeing",
      (ctx: DomainContext, key: HandoffKey) => answerTakeOver(ctx, key, { agree: true }),
      "Nobody holds this handoff.",
    ],
  ])("a release at the very moment of %s wins or loses whole", async (verb, carryOut, detail) => {
    const desk = await makeHelpDesk();
    const { account, priya, sam } = desk;
    const { key, handoff } = verb === "asking" ? await pickedUp(desk) : await askedFor(desk);
    const who = verb === "asking" ? sam : priya;
    const release = () => releaseHandoff(account.as(priya, ANSWERED), key, { reason: "Shift ends" });
    expect(await refusal(carryOut(interrupted(account.as(who, ANSWERED), 1, release), key))).toEqual({
      code: "invalid_transition",
      detail,
    });
    const row = await handoffRow(account, handoff.id);
    expect(row).toMatchObject({ status: "open", claimed_by: null, take_over: null });
    expect(await lastEventOf(account)).toMatchObject({ type: "handoff_released" });
  });

  it.each([
    ["is deactivated", { active: false }],
    ["becomes a viewer", { role: "viewer" as const }],
  ])("whoever asked and %s is given nothing", async (_, change) => {
    const desk = await makeHelpDesk();
    const { account, olivia, priya, sam } = desk;
    const { key, handoff } = await askedFor(desk);
    const goes = () => changeMember(account.as(olivia), sam.member_id, change);
    const detail = "Sam is no longer an active engineer, admin or owner.";
    const refused = { code: "invalid_transition", detail };
    const agree = (ctx: DomainContext) => refusal(answerTakeOver(ctx, key, { agree: true }));
    expect(await agree(interrupted(account.as(priya, ANSWERED), 1, goes))).toEqual(refused);
    expect(await agree(account.as(priya, ANSWERED))).toEqual(refused);
    expect(await handoffRow(account, handoff.id)).toMatchObject({ claimed_by: priya.id, version: 3 });
    expect(await answerTakeOver(account.as(priya, ANSWERED), key, { agree: false })).toMatchObject({
      claimed_by: priya.id,
      version: 4,
    });
  });
});
