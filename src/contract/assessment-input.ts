import type { MESSAGE_ROLES, STEP_RESULTS } from "./session.ts";

/** What every source of assessments is given; ids are what evidence refers to. */
export interface AssessmentInput {
  problem_summary: string | null;
  problem_domain: string | null;
  engineer_notes: string | null;
  steps: {
    id: string;
    title: string;
    result: (typeof STEP_RESULTS)[number];
    detail: string | null;
    evidence_url: string | null;
  }[];
  /** The last ones, oldest first, shortened. */
  messages: { id: string; role: (typeof MESSAGE_ROLES)[number]; content: string }[];
}
