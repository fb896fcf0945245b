import { expect, it } from "vitest";
import { lookAtPickUp, pickUpByLink } from "../../../src/domain/deliveries/pick-up-link.ts";
import { claimHandoff } from "../../../src/domain/handoffs/claim-handoff.ts";
import { releaseHandoff } from "../../../src/domain/handoffs/release-handoff.ts";
import { changeMember } from "../../../src/domain/members/change-member.ts";
import { interrupted } from "../../support/interrupted.ts";
import { type Mailed, mailed } from "../../support/mailed-buttons.ts";
import { handoffRow, logOf } from "../../support/rows.ts";

const moments: [string, (sent: Mailed) => Promise<unknown>, string, string[]][] = [
  [
    "is deactivated",
    async ({ room, sam }) => {
      const owner = await room.desk.account.member("owner", "Olivia");
      return changeMember(room.desk.account.as(owner), sam.member_id, { active: false });
    },
    "void",
    [],
  ],
  [
    "loses it to a colleague",
    ({ room, tom, key }) => claimHandoff(room.desk.account.as(tom, room.clock.now), key, {}),
    "taken",
    ["handoff_claimed"],
  ],
  [
    "misses that it was taken and put back",
    async ({ room, tom, key }) => {
      const ctx = room.desk.account.as(tom, room.clock.now);
      await claimHandoff(ctx, key, {});
      await releaseHandoff(ctx, key, { reason: "Not mine" });
    },
    "void",
    ["handoff_claimed", "handoff_released"],
  ],
  [
    "has pressed it already",
    async (sent) =>
      pickUpByLink(sent.room.desk.account.as(sent.sam, sent.room.clock.now), ...(await offered(sent))),
    "yours",
    ["handoff_claimed"],
  ],
];

it.each(moments)(
  "whoever presses the button and %s at that moment writes nothing",
  async (_, happens, state, facts) => {
    const sent = await mailed();
    const { account } = sent.room.desk;
    const given = await offered(sent);
    const ctx = interrupted(account.as(sent.sam, sent.room.clock.now), 1, () => happens(sent));
    expect(await pickUpByLink(ctx, ...given)).toMatchObject({ state });
    const since = (await logOf(account)).slice(2).map(({ type }) => type);
    expect(since).toEqual(facts);
    expect(ctx.committed.events).toEqual([]);
    const holder = state === "yours" ? sent.sam.id : state === "taken" ? sent.tom.id : null;
    expect(await handoffRow(account, sent.handoff.id)).toMatchObject({ claimed_by: holder });
  },
);

/** Sam's link, and what it offered when he looked. */
async function offered({ room, handoff, sam }: Mailed) {
  const delivery = (await room.ledger(handoff.id)).find(({ recipient_id }) => recipient_id === sam.id);
  const link = { delivery_id: delivery?.id ?? "", version: 1 };
  const offer = await lookAtPickUp(room.deps.db, link);
  if (offer.state !== "open") throw new Error(`The link is ${offer.state}.`);
  return [link, offer] as const;
}
