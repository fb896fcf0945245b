import type { AssessmentInput } from "../../src/contract/assessment-input.ts";

/** A session about a VPN with two steps and a message, changed as a test says. */
export function assessmentInput(given: Partial<AssessmentInput> = {}): AssessmentInput {
  return {
    problem_summary: "Copies hang over the VPN",
    problem_domain: "vpn",
    engineer_notes: "Only at the branch office",
    intake: null,
    steps: [
      {
        id: "01939c6e-7a10-7cc4-9d2e-000000000001",
        title: "Restarted the client",
        result: "failed",
        detail: "Same",
        evidence_url: null,
      },
      {
        id: "01939c6e-7a10-7cc4-9d2e-000000000002",
        title: "Pinged the file server",
        result: "worked",
        detail: null,
        evidence_url: null,
      },
    ],
    messages: [{ id: "01939c6e-7a10-7cc4-9d2e-000000000003", role: "user", content: "Small files are fine" }],
    resolved: [],
    ...given,
  };
}
