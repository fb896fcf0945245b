import { type SQL, sql } from "drizzle-orm";
import type { HandoffStatus, Priority } from "../../contract/handoff-lifecycle.ts";
import type { Person } from "../../contract/person.ts";
import type { Place } from "../../contract/place.ts";
import { type Role, WORKING_ROLES } from "../../contract/role.ts";
import type { Db } from "../../db/client.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { claimHandoff } from "../handoffs/claim-handoff.ts";
import type { PickUpLink } from "./pick-up-token.ts";

/** Whom a link was sent to and what it is about, as things stand now. */
interface LinkRow extends Place {
  account_id: string;
  handoff_id: string;
  session_id: string;
  link_used_at: number | null;
  status: HandoffStatus;
  opened_version: number;
  priority: Priority;
  created_at: number;
  problem_summary: string | null;
  handed_off_by_name: string | null;
  claimed_by: string | null;
  claimed_by_name: string | null;
  claimed_at: number | null;
  user_id: string;
  member_id: string;
  name: string;
  email: string;
  role: Role;
  team_id: string | null;
}

/** What a link leads to now. */
export type PickUpOffer =
  /** It can be picked up. */
  | { state: "open"; about: LinkRow }
  /** The person holds it. */
  | { state: "yours"; about: LinkRow }
  | { state: "taken"; about: LinkRow; by: Person; at: number }
  /** It was put back into the queue since, has ended, was used, or the person may not work here any more. */
  | { state: "void" };

/** Looks at what a link offers; changes nothing. */
export async function lookAtPickUp(db: Db, link: PickUpLink): Promise<PickUpOffer> {
  const [about] = await db.all<LinkRow>(selectLink(link.delivery_id));
  if (!about) return { state: "void" };
  const { status, claimed_by, claimed_at } = about;
  if (status === "claimed" && claimed_by !== null && claimed_at !== null) {
    if (claimed_by === about.user_id) return { state: "yours", about };
    return {
      state: "taken",
      about,
      by: { id: claimed_by, name: about.claimed_by_name ?? "" },
      at: claimed_at,
    };
  }
  const stands = status === "open" && about.link_used_at === null && link.version >= about.opened_version;
  return stands ? { state: "open", about } : { state: "void" };
}

/**
 * Picks a handoff up by the link of a mail, as the person whom the mail was sent to; the link is used up by it.
 * Nothing happens where the link does not stand at that moment. @returns what it leads to then
 */
export async function pickUpByLink(
  given: Omit<DomainContext, "actor" | "account_id">,
  link: PickUpLink,
  offer: Extract<PickUpOffer, { state: "open" }>,
): Promise<PickUpOffer> {
  const { about } = offer;
  const { account_id, user_id, member_id, name, email, role, team_id } = about;
  const actor = { kind: "member" as const, user_id, member_id, name, email, role, team_id };
  const ctx: DomainContext = { ...given, actor, account_id };
  const key = { session_id: about.session_id, handoff_id: about.handoff_id };
  const unused = sql`d.id = ${link.delivery_id} AND d.account_id = ${account_id} AND d.link_used_at IS NULL`;
  try {
    await claimHandoff(
      ctx,
      key,
      {},
      {
        guard: sql`opened_version <= ${link.version} AND EXISTS (SELECT 1 FROM deliveries d WHERE ${unused})
        AND EXISTS (SELECT 1 FROM members m WHERE m.id = ${member_id} AND ${isWorking(account_id)})`,
        also: (stands) => [
          sql`UPDATE deliveries AS d SET link_used_at = ${ctx.now} WHERE ${unused} AND ${stands}`,
        ],
      },
    );
  } catch (error) {
    // Somebody was quicker, or the offer is void since: what it leads to now says which.
    if (!(error instanceof DomainError) || error.code === "unavailable") throw error;
  }
  return lookAtPickUp(ctx.db, link);
}

function isWorking(account: string | SQL): SQL {
  return sql`m.account_id = ${account} AND m.active = 1 AND m.deleted_at IS NULL AND m.role IN ${WORKING_ROLES}`;
}

function selectLink(deliveryId: string): SQL {
  return sql`SELECT d.account_id, d.handoff_id, d.link_used_at, h.session_id, h.status, h.opened_version, h.priority,
      h.created_at, h.claimed_by, h.claimed_at, c.name AS claimed_by_name, o.name AS handed_off_by_name,
      s.problem_summary, a.region, a.jurisdiction, u.id AS user_id, u.name, u.email, m.id AS member_id, m.role, m.team_id
    FROM deliveries d
    JOIN handoffs h ON h.id = d.handoff_id AND h.account_id = d.account_id
    JOIN sessions s ON s.id = h.session_id
    JOIN accounts a ON a.id = d.account_id
    JOIN users u ON u.id = d.recipient_id
    JOIN members m ON m.user_id = u.id AND ${isWorking(sql`d.account_id`)}
    LEFT JOIN users c ON c.id = h.claimed_by
    LEFT JOIN users o ON o.id = h.handed_off_by
    WHERE d.id = ${deliveryId}`;
}
