import type { Priority } from "../../src/contract/handoff-lifecycle.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import { addNote } from "../../src/domain/handoffs/add-note.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { reassignHandoff } from "../../src/domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../src/domain/handoffs/release-handoff.ts";
import { returnHandoff } from "../../src/domain/handoffs/return-handoff.ts";
import { withdrawHandoff } from "../../src/domain/handoffs/withdraw-handoff.ts";
import { writeReadBack } from "../../src/domain/handoffs/write-read-back.ts";
import { addMessage } from "../../src/domain/sessions/add-message.ts";
import { addStep } from "../../src/domain/sessions/add-step.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import type { TestMember } from "./factories.ts";
import type { HelpDesk } from "./help-desk.ts";
import type { Told } from "./reference-numbers.ts";

export const ACTS = [
  "claim",
  "claim_with_read_back",
  "release",
  "reassign",
  "read_back",
  "message",
  "step",
  "note",
  "return",
  "withdraw",
  "resolve",
  "escalate_again",
] as const;

/** One thing that somebody does about an escalation, so many ms after the thing before. */
export interface Act {
  act: (typeof ACTS)[number];
  who: "priya" | "adam" | "sam";
  after: number;
}

export interface Story {
  at: number;
  priority: Priority;
  domain: string | null;
  acts: Act[];
}

/** Lets a story happen through the verbs, leaving out what cannot be done as things stand, and tells what became of it. */
export async function tell(desk: HelpDesk, { at, priority, domain, acts }: Story): Promise<Told> {
  const { account, sam } = desk;
  const begin = account.as(sam, at);
  const session = await createSession(begin, { problem_summary: "x", problem_domain: domain });
  const handoff = await handOffSession(begin, session.id, { intent: "escalate", priority });
  const key = { session_id: session.id, handoff_id: handoff.id };
  const told: Told = {
    created_at: at,
    priority,
    domain,
    handed_off_by: sam.id,
    status: "open",
    first_claim: null,
    first_action: null,
    read_back: false,
  };
  let holder: TestMember | null = null;
  let now = at;
  for (const { act, who, after } of acts) {
    now += after;
    const actor = desk[who];
    const ctx: DomainContext = account.as(actor, now);
    const open = told.status === "open";
    const held = told.status === "claimed" && holder !== null;
    if ((act === "claim" || act === "claim_with_read_back") && open) {
      const read_back = act === "claim" ? null : "Understood";
      await claimHandoff(ctx, key, { read_back });
      holder = actor;
      told.status = "claimed";
      told.first_claim ??= { at: now, by: actor.id };
      told.read_back ||= read_back !== null;
    } else if (act === "message" || act === "step" || act === "note") {
      if (told.status === "resolved") continue;
      if (act === "message") await addMessage(ctx, session.id, { role: "user", content: "x" });
      if (act === "step") await addStep(ctx, session.id, { title: "x", result: "failed" });
      if (act === "note") await addNote(ctx, key, { text: "x" });
      if (held && holder?.id === actor.id) told.first_action ??= now;
    } else if (act === "withdraw" && open) {
      await withdrawHandoff(account.as(sam, now), key, { reason: "x" });
      told.status = "withdrawn";
    } else if (held && holder) {
      const asHolder = account.as(holder, now);
      if (act === "release") {
        await releaseHandoff(asHolder, key, { reason: "x" });
        [told.status, holder] = ["open", null];
      } else if (act === "reassign") {
        await reassignHandoff(asHolder, key, { reason: "x", to_user_id: actor.id });
        holder = actor;
      } else if (act === "read_back") {
        await writeReadBack(asHolder, key, { read_back: "Understood" });
        told.read_back = true;
      } else if (act === "return") {
        await returnHandoff(asHolder, key, { reason: "x" });
        [told.status, holder] = ["returned", null];
      } else if (act === "resolve") {
        await resolveSession(asHolder, session.id, { resolution: "x" });
        [told.status, holder] = ["resolved", null];
      } else if (act === "escalate_again") {
        // Parked, so that the next handoff is no escalation of its own.
        await handOffSession(asHolder, session.id, { intent: "park", priority });
        [told.status, holder] = ["superseded", null];
      }
    }
  }
  return told;
}
