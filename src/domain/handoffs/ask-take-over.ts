import type { Handoff, Reason } from "../../contract/handoff.ts";
import type { Person } from "../../contract/person.ts";
import { iso } from "../../platform/iso.ts";
import { userIdOf } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import { decodeAddressee, selectActiveMember, selectColleague } from "../deliveries/addressees.ts";
import { DomainError } from "../errors.ts";
import { promiseMail } from "../outbox/promise-mail.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey, HandoffRow } from "./handoff-row.ts";

/** What the mail to the holder is about. */
export interface AskedToTakeOver {
  /** The holder's address. */
  to: string;
  handoff: HandoffRow;
  by: Person;
  reason: string;
}

/**
 * Asks the holder of a claimed handoff for it. The holder is sent a mail, which `sealMail` makes; whoever has asked
 * already changes nothing by asking again.
 * @throws DomainError `not_found`, `forbidden` (keys), `invalid_transition` (nobody holds it, the actor does, or
 * somebody else has asked)
 */
export async function askTakeOver(
  ctx: DomainContext,
  key: HandoffKey,
  { reason }: Reason,
  sealMail: (about: AskedToTakeOver) => Promise<string>,
): Promise<Handoff> {
  const me = userIdOf(ctx.actor);
  if (me === null) throw new DomainError("forbidden", "Only people take handoffs over.");
  const by = { id: me, name: ctx.actor.name };
  return changeHandoff(ctx, key, async (handoff) => {
    const { claimed_by, take_over } = handoff;
    if (handoff.status !== "claimed" || claimed_by === null) throw refused("Nobody holds this handoff.");
    if (claimed_by === me) throw refused("You hold this handoff.");
    if (take_over?.by.id === me) return null;
    if (take_over && (await isColleague(ctx, take_over.by))) {
      throw refused(`${take_over.by.name} has asked to take over and waits for an answer.`);
    }
    const [holder] = (await ctx.db.all(selectActiveMember(ctx.account_id, claimed_by))).map(decodeAddressee);
    const mail = holder && {
      id: ctx.newId(),
      account_id: ctx.account_id,
      subject_id: handoff.id,
      payload: await sealMail({ to: holder.email, handoff, by, reason }),
      now: ctx.now,
    };
    return {
      change: { take_over: { by, reason, asked_at: ctx.now } },
      fact: {
        type: "handoff_updated",
        about: { handoff: handoff.id },
        details: { changed: ["take_over"], take_over: { by, reason, asked_at: iso(ctx.now) } },
      },
      also: (stands) => (mail ? [promiseMail(mail, stands)] : []),
      jobs: mail ? [mail.id] : [],
    };
  });
}

/** A request of somebody who may not work here any more stands in nobody's way. */
async function isColleague(ctx: DomainContext, { id }: Person): Promise<boolean> {
  return (await ctx.db.all(selectColleague(ctx.account_id, id))).length > 0;
}

function refused(detail: string): DomainError {
  return new DomainError("invalid_transition", detail);
}
