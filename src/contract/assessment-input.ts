import type { MESSAGE_ROLES, STEP_RESULTS } from "./session.ts";

/** What every source of assessments is given; ids are what evidence refers to. */
export interface AssessmentInput {
  problem_summary: string | null;
  problem_domain: string | null;
  engineer_notes: string | null;
  /** What the session began with (a form, an alert), as text, shortened. */
  intake: string | null;
  steps: {
    id: string;
    title: string;
    result: (typeof STEP_RESULTS)[number];
    detail: string | null;
    evidence_url: string | null;
  }[];
  /** The last ones, oldest first, shortened. */
  messages: { id: string; role: (typeof MESSAGE_ROLES)[number]; content: string }[];
  /** Resolved sessions of the same account, newest first: whatever is like this one is found among them. */
  resolved: ResolvedSession[];
}

/** A resolved session as others learn from it. */
export interface ResolvedSession {
  id: string;
  problem_summary: string;
  problem_domain: string | null;
  resolution: string;
  /** The step that worked, where one was recorded. */
  worked: { id: string; title: string } | null;
}
