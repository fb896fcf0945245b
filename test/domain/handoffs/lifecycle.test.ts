import { describe, expect, it } from "vitest";
import {
  HANDOFF_STATUSES,
  HANDOFF_VERBS,
  type HandoffStatus,
  type HandoffVerb,
  type Standing,
} from "../../../src/contract/handoff-lifecycle.ts";
import type { DomainContext } from "../../../src/domain/context.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import type { HandoffKey } from "../../../src/domain/handoffs/handoff-row.ts";
import { reassignHandoff } from "../../../src/domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { returnHandoff } from "../../../src/domain/handoffs/return-handoff.ts";
import { withdrawHandoff } from "../../../src/domain/handoffs/withdraw-handoff.ts";
import { handoffThatIs } from "../../support/ended-handoffs.ts";
import { NOON, type TestMember } from "../../support/factories.ts";
import { type HelpDesk, MINUTE, makeHelpDesk } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, handoffRow } from "../../support/rows.ts";

const reason = "Because";

const RUN: Record<HandoffVerb, (ctx: DomainContext, key: HandoffKey, to: string) => Promise<unknown>> = {
  claim: (ctx, key) => claimHandoff(ctx, key, {}),
  release: (ctx, key) => releaseHandoff(ctx, key, { reason }),
  reassign: (ctx, key, to_user_id) => reassignHandoff(ctx, key, { reason, to_user_id }),
  return: (ctx, key) => returnHandoff(ctx, key, { reason }),
  withdraw: (ctx, key) => withdrawHandoff(ctx, key, { reason }),
};

/** Somebody of each standing: Priya holds it, Sam handed it off, Adam administers, the bystander did nothing. */
const PEOPLE = {
  holder: (desk: HelpDesk) => desk.priya,
  originator: (desk: HelpDesk) => desk.sam,
  admin: (desk: HelpDesk) => desk.adam,
  bystander: (desk: HelpDesk & { bystander: TestMember }) => desk.bystander,
};
type Who = keyof typeof PEOPLE;

/** What `api.md` §5 says about a verb in this state by this person; null: it is carried out. */
function expected(verb: HandoffVerb, status: HandoffStatus, who: Who): string | null {
  const { from, by }: { from: HandoffStatus; by: readonly Standing[] } = HANDOFF_VERBS[verb];
  if (verb === "claim") {
    if (status === "open") return null;
    if (status !== "claimed") return "not_open";
    return who === "holder" ? null : "already_claimed";
  }
  // A holder's verb where nobody holds it is a matter of state; otherwise who asks comes before the state.
  if (by.includes("holder") && status !== "claimed") return "invalid_transition";
  const allowed = by.some((standing) => standing === who);
  if (!allowed) return "forbidden";
  return status === from ? null : "invalid_transition";
}

const combinations = HANDOFF_STATUSES.flatMap((status) =>
  (["claim", "release", "reassign", "return", "withdraw"] as const).flatMap((verb) =>
    (["holder", "originator", "admin", "bystander"] as const).map((who) => {
      const code = expected(verb, status, who);
      return [
        `${status}: ${verb} by the ${who} is ${code ?? "carried out"}`,
        { status, verb, who, code },
      ] as const;
    }),
  ),
);

describe("the lifecycle of a handoff", () => {
  it.each(combinations)("%s", async (_, { status, verb, who, code }) => {
    const desk = await makeHelpDesk();
    const bystander = await desk.account.member("engineer", "Bystander");
    const { handoff, key } = await handoffThatIs(status, desk);
    const ctx = desk.account.as(PEOPLE[who]({ ...desk, bystander }), NOON + 5 * MINUTE);
    const run = () => RUN[verb](ctx, key, bystander.id);
    if (code === null) {
      await run();
      expect((await handoffRow(desk.account, handoff.id)).status).toBe(HANDOFF_VERBS[verb].to);
      return;
    }
    const before = await everythingOf(desk.account);
    expect(await refusal(run())).toMatchObject({ code });
    expect(await everythingOf(desk.account)).toEqual(before);
  });

  it("tries every verb in every status by everybody", () => {
    expect(combinations).toHaveLength(HANDOFF_STATUSES.length * Object.keys(HANDOFF_VERBS).length * 4);
  });
});
