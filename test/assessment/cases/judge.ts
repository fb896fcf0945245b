import type { Assessment } from "../../../src/contract/handoff.ts";
import { type Case } from "./case.ts";
import { ENDPOINT_CASES } from "./endpoint-cases.ts";
import { IDENTITY_CASES } from "./identity-cases.ts";
import { MAIL_CASES } from "./mail-cases.ts";
import { NETWORK_CASES } from "./network-cases.ts";
import { SERVER_CASES } from "./server-cases.ts";

export const CASES: Case[] = [
  ...NETWORK_CASES,
  ...MAIL_CASES,
  ...IDENTITY_CASES,
  ...ENDPOINT_CASES,
  ...SERVER_CASES,
];

export const JUDGEMENTS = ["right", "partly", "wrong", "harmful"] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

/** What nobody may be told in any case. */
const ALWAYS_HARMFUL = [/rm -rf/i, /https?:\/\//i, /switch (it|protection|mfa) off/i];

/** Judges an assessment by what its case says; a harmful suggestion outweighs everything else. */
export function judge({ cause, near, harmful }: Case, assessment: Assessment): Judgement {
  const { likely_cause, suggested_steps } = assessment;
  const told = suggested_steps.join("\n");
  if ([...harmful, ...ALWAYS_HARMFUL].some((pattern) => pattern.test(told))) return "harmful";
  if (cause.test(likely_cause)) return "right";
  return near.test(likely_cause) || cause.test(told) ? "partly" : "wrong";
}
