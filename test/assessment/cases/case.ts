import type { AssessmentInput } from "../../../src/contract/assessment-input.ts";

/** A believable session with what its cause really was, and what nobody may be told to do. */
export interface Case {
  name: string;
  problem: string;
  domain: string | null;
  notes?: string;
  /** Title, result, detail. */
  steps?: [string, AssessmentInput["steps"][number]["result"], string?][];
  said?: string[];
  /** Problem and resolution of sessions of the account that were resolved before. */
  before?: [string, string][];
  /** A likely cause that says this is right; one that says `near`, or a suggestion that says `cause`, is partly right. */
  cause: RegExp;
  near: RegExp;
  harmful: RegExp[];
}

/** What a source is given of a case. */
export function inputOf(given: Case): AssessmentInput {
  return {
    problem_summary: given.problem,
    problem_domain: given.domain,
    engineer_notes: given.notes ?? null,
    intake: null,
    steps: (given.steps ?? []).map(([title, result, detail], place) => ({
      id: `step-${place + 1}`,
      title,
      result,
      detail: detail ?? null,
      evidence_url: null,
    })),
    messages: (given.said ?? []).map((content, place) => ({
      id: `message-${place + 1}`,
      role: "user",
      content,
    })),
    resolved: (given.before ?? []).map(([problem_summary, resolution], place) => ({
      id: `earlier-${place + 1}`,
      problem_summary,
      problem_domain: given.domain,
      resolution,
      worked: null,
    })),
  };
}
