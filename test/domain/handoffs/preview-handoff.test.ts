import { expect, it } from "vitest";
import { handOffSession } from "../../../src/domain/handoffs/hand-off-session.ts";
import { previewHandoff } from "../../../src/domain/handoffs/preview-handoff.ts";
import { makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { joinTeam, setPolicy } from "../../support/ladder.ts";
import { everythingOf } from "../../support/rows.ts";

it("who is told first is told beforehand, without a trace, and is whom the escalation then tells", async () => {
  const desk = await makeHelpDesk();
  const { account, sam, priya } = desk;
  const team_id = await account.team("Networks");
  await joinTeam(account, priya, team_id);
  await setPolicy(account, { first_notify: "team" });
  for (const [team, names] of [
    [null, ["Adam", "Olivia", "Priya"]],
    [team_id, ["Priya"]],
  ] as const) {
    const { id } = await openSession(desk, { problem_summary: "No route", team_id: team });
    const before = await everythingOf(account);
    const { will_notify } = await previewHandoff(account.as(sam), id);
    expect(will_notify.map(({ name }) => name).toSorted()).toEqual(names);
    expect(await everythingOf(account)).toEqual(before);
    const told = await handOffSession(account.as(sam), id, { intent: "escalate", priority: "normal" });
    expect(told.will_notify).toEqual(will_notify);
  }
});

it("is nobody's to ask who may not hand the session off", async () => {
  const desk = await makeHelpDesk();
  const { id } = await openSession(desk);
  await expect(previewHandoff(desk.account.as(desk.priya), id)).rejects.toMatchObject({ code: "not_found" });
});
