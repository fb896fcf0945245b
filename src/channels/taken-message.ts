import type { HandoffStatus } from "../contract/handoff-lifecycle.ts";
import type { Message } from "./channel.ts";

/** What has become of a handoff of which a browser shows an alert. */
export interface TakenFacts {
  handoff_id: string;
  session_id: string;
  status: HandoffStatus;
  claimed_by_name: string | null;
  problem_summary: string | null;
}

/** The message that takes the place of an alert: who has it now, or that it needs nobody any more. */
export function takenMessage(to: string, facts: TakenFacts, publicUrl: string): Message {
  const { handoff_id, session_id, status, claimed_by_name, problem_summary } = facts;
  const problem = problem_summary?.trim() || "An active session";
  const words =
    status === "claimed" ? `${claimed_by_name ?? "Somebody"} picked this up.` : `This needs nobody any more.`;
  return {
    to,
    content: {
      subject: problem,
      paragraphs: [words],
      facts: [],
      action: publicUrl
        ? { label: "Open the queue", url: `${publicUrl.replace(/\/+$/, "")}/escalations` }
        : null,
      footer: "",
    },
    metadata: { handoff_id, session_id, kind: "taken" },
    thread: handoff_id,
    follows: true,
  };
}
