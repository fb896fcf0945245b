import type { DomainContext } from "../context.ts";
import { decodeAddressee, selectActiveMember, selectTeam } from "../deliveries/addressees.ts";
import { decodeTarget, selectAccountChannels } from "../deliveries/targets.ts";
import { type HandoffKey, type HandoffRow, decodeHandoff, selectHandoff } from "../handoffs/handoff-row.ts";
import { type Care, giveCare, named } from "./care.ts";
import { climb, decodeTold, selectTold } from "./climb.ts";
import { keepLease, selectActivity } from "./keep-lease.ts";

/**
 * Looks after a handoff whose time has come: the ladder of an open escalation, the lease of a claimed handoff, the alarm
 * clock of a parked one. Safe to run twice and at once: one run acts, the others write nothing, and what is not due is
 * left alone. Returns whether it acted.
 */
export async function lookAfter(ctx: DomainContext, key: HandoffKey): Promise<boolean> {
  const [found = [], team = [], told = [], activity = [], chats = []] = await ctx.db.batch([
    selectHandoff(ctx.account_id, key),
    selectTeam(ctx.account_id),
    selectTold(ctx.account_id, key.handoff_id, ctx.now),
    selectActivity(ctx.account_id, key.handoff_id),
    selectAccountChannels(ctx.account_id),
  ]);
  if (!found[0]) return false;
  const handoff = decodeHandoff(found[0]);
  if (handoff.next_action_at === null || handoff.next_action_at > ctx.now) return false;

  const people = team.map(decodeAddressee);
  if (handoff.status === "claimed") {
    return giveCare(ctx, handoff, keepLease(ctx, handoff, people, Number(activity[0]?.["active_at"])));
  }
  // An ended one waits for nothing.
  if (handoff.status !== "open")
    return giveCare(ctx, handoff, { change: { next_action_at: null }, facts: [] });
  if (handoff.intent === "park") return giveCare(ctx, handoff, await wakeParker(ctx, handoff));
  return giveCare(ctx, handoff, climb(ctx, handoff, people, decodeTold(told), chats.map(decodeTarget)));
}

/** The parker chose the moment: their quiet hours do not count. Whoever has left is not told. */
async function wakeParker(ctx: DomainContext, handoff: HandoffRow): Promise<Care> {
  const { handed_off_by, wake_at } = handoff;
  if (wake_at !== null && wake_at > ctx.now) return { change: { next_action_at: wake_at }, facts: [] };
  const rows = handed_off_by ? await ctx.db.all(selectActiveMember(ctx.account_id, handed_off_by)) : [];
  const people = rows.map(decodeAddressee);
  const recipients = people.map(named);
  return {
    change: { next_action_at: null, ladder_step: 1 },
    facts: [{ type: "handoff_reminded", about: { handoff: handoff.id }, details: { recipients } }],
    promised: [{ kind: "wake", people }],
  };
}
