import type { AssessmentInput } from "../contract/assessment-input.ts";
import type { Assessment } from "../contract/handoff.ts";

type Claim = Assessment["evidence"][number];
type Step = AssessmentInput["steps"][number];

/** The next moves of a domain, in the order in which they rule out most. */
const NEXT_MOVES: { domain: RegExp; moves: string[] }[] = [
  {
    domain: /network|vpn|wifi|dns|dhcp|firewall/i,
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
      "Clear the queue and restart the spooler.",
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
const ANY_MOVES = [
  "Reproduce the problem and note the exact error text and time.",
  "Ask what changed since it last worked.",
  "Try the same on a second device or account to narrow it down.",
];

/** An assessment is read in a minute and travels in an event: the newest steps of a kind say it. */
const CLAIMS_OF_A_KIND = 8;

/**
 * A deterministic assessment over what is on record: no model, no network. It says what the record supports and marks
 * everything else as a hypothesis.
 */
export function assessByRules(input: AssessmentInput): Assessment {
  const by = (result: Step["result"]) => input.steps.filter((step) => step.result === result);
  const worked = by("worked");
  const failed = by("failed");
  const open = by("inconclusive");
  const newest = (steps: Step[]) => steps.slice(-CLAIMS_OF_A_KIND);
  const claims = [
    ...newest(worked).map(helped),
    ...newest(failed).map(ruledOut),
    ...newest(open).map(undecided),
  ];
  const problem = input.problem_summary ?? input.messages.find((message) => message.role === "user")?.content;
  const leading = worked.at(-1) ?? open.at(-1);
  const cause: Claim = leading
    ? {
        claim: `The cause is likely where “${leading.title}” made a difference.`,
        refs: [leading.id],
        hypothesis: true,
      }
    : {
        claim: failed.length > 0 ? causeBeyond(failed, problem) : causeOf(problem, input.problem_domain),
        refs: newest(failed).map((step) => step.id),
        hypothesis: true,
      };
  return {
    likely_cause: cause.claim,
    suggested_steps: suggest(input, open),
    // Rules see what was tried, not why: they never claim more.
    confidence: worked.length > 0 || failed.length + open.length >= 2 ? "medium" : "low",
    evidence: [cause, ...claims],
    source: "rules",
    model: null,
    duration_ms: 0,
  };
}

function helped(step: Step): Claim {
  return { claim: `“${step.title}” worked${detail(step)}.`, refs: [step.id], hypothesis: false };
}

function ruledOut(step: Step): Claim {
  return { claim: `“${step.title}” did not help${detail(step)}.`, refs: [step.id], hypothesis: false };
}

function undecided(step: Step): Claim {
  return { claim: `“${step.title}” was inconclusive${detail(step)}.`, refs: [step.id], hypothesis: false };
}

function detail(step: Step): string {
  return step.detail ? ` (${step.detail.replace(/\.$/, "").slice(0, 200)})` : "";
}

function causeBeyond(failed: readonly Step[], problem: string | undefined): string {
  const tried = failed
    .slice(-3)
    .map((step) => `“${step.title}”`)
    .join(", ");
  return `${problem ? `${problem.replace(/\.$/, "")}: n` : "N"}ot explained by what ${tried} would have fixed.`;
}

function causeOf(problem: string | undefined, domain: string | null): string {
  if (!problem) return "Not enough is on record to name a cause.";
  return `${problem.replace(/\.$/, "")}: nothing has been tried yet${domain ? `, most likely in ${domain}` : ""}.`;
}

/** First what was left undecided, then the moves of the domain that nobody has made yet. */
function suggest(input: AssessmentInput, open: readonly Step[]): string[] {
  const about = [input.problem_domain, input.problem_summary, input.engineer_notes]
    .filter((text) => text)
    .join(" ");
  const moves = NEXT_MOVES.find(({ domain }) => domain.test(about))?.moves ?? ANY_MOVES;
  const again = open.map((step) => `Settle “${step.title}”: it was inconclusive.`);
  return [...again, ...moves].slice(0, 5);
}
