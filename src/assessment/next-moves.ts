import type { AssessmentInput } from "../contract/assessment-input.ts";
import { wordsOf } from "./words-of.ts";

/** The next moves of a domain, in the order in which they rule out most. None of them breaks anything. */
const MOVES_OF_DOMAIN: { domain: RegExp; moves: string[] }[] = [
  {
    domain: /network|vpn|wi-?fi|dns|dhcp|firewall|voip|switch/i,
    moves: [
      "Compare with a second device on the same network segment.",
      "Check name resolution and the default gateway from the affected device.",
      "Read the firewall and VPN logs for the time of the first report.",
    ],
  },
  {
    domain: /mail|exchange|outlook|m365|365|teams|sharepoint/i,
    moves: [
      "Check the provider's service health for the tenant.",
      "Try the same account in the web client to separate client from service.",
      "Trace one affected message or sign-in by its id.",
    ],
  },
  {
    domain: /identity|sign-?in|login|mfa|password|active directory|entra|account/i,
    moves: [
      "Read the sign-in log for the user and note the error code.",
      "Check lock-out, conditional access and the clock of the device.",
      "Try a second user with the same policies.",
    ],
  },
  {
    domain: /print/i,
    moves: [
      "Print a test page from the server itself.",
      "Look at the queue for a job that blocks it, and restart the spooler.",
      "Compare driver versions with a working machine.",
    ],
  },
  {
    domain: /backup|storage|server|disk|vm|virtual|database|sql/i,
    moves: [
      "Check free space, disk health and the last successful job.",
      "Read the event log around the first failure.",
      "Ask what changed on the system since it last worked.",
    ],
  },
];

const MOVES_OF_ANY = [
  "Reproduce the problem and note the exact error text and time.",
  "Ask what changed since it last worked.",
  "Try the same on a second device or account to narrow it down.",
];

/** The moves that suit what the session is about. */
export function movesOfDomain(input: AssessmentInput): string[] {
  const about = [input.problem_domain, input.problem_summary, input.engineer_notes].filter((text) => text);
  const text = about.join(" ");
  return MOVES_OF_DOMAIN.find(({ domain }) => domain.test(text))?.moves ?? MOVES_OF_ANY;
}

/** So much of a move's words in one step is that move. */
const SAME_MOVE = 0.5;

/** Whether a step on record is this move already. */
export function isTried(move: string, steps: AssessmentInput["steps"]): boolean {
  const wanted = wordsOf(move);
  return steps.some(({ title, detail, result }) => {
    if (result === "skipped") return false;
    const done = wordsOf(`${title} ${(detail ?? "").slice(0, 200)}`);
    const shared = [...wanted].filter((word) => done.has(word)).length;
    return shared / wanted.size >= SAME_MOVE;
  });
}
