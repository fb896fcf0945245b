import type { Context } from "hono";
import { takeOverMail } from "../../channels/mail/take-over-mail.ts";
import { Claim, Handoff, Reason, Reassignment } from "../../contract/handoff.ts";
import type { MailJob } from "../../contract/mail-job.ts";
import { TakeOverAnswer } from "../../contract/take-over.ts";
import { answerTakeOver } from "../../domain/handoffs/answer-take-over.ts";
import { type AskedToTakeOver, askTakeOver } from "../../domain/handoffs/ask-take-over.ts";
import { claimHandoff, readsOfClaim } from "../../domain/handoffs/claim-handoff.ts";
import { reassignHandoff } from "../../domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../domain/handoffs/release-handoff.ts";
import { returnHandoff } from "../../domain/handoffs/return-handoff.ts";
import { withdrawHandoff } from "../../domain/handoffs/withdraw-handoff.ts";
import { seal } from "../../platform/seal.ts";
import type { AppEnv } from "../app-env.ts";
import { operation, readsAhead } from "../operation.ts";
import { HandoffPath, handoffKey } from "../path-ids.ts";
import { handoffExists } from "../session-exists.ts";

const common = {
  method: "post" as const,
  tag: "Ownership",
  right: "own" as const,
  params: HandoffPath,
  exists: handoffExists,
  status: 200 as const,
  answer: Handoff,
};
const one = "/ai-sessions/{id}/handoffs/{hid}";

export const ownershipRoutes = [
  operation({
    ...common,
    id: "claimHandoff",
    refuses: ["already_claimed", "not_open"],
    path: `${one}/claim`,
    summary: "Pick a handoff up; exactly one person can",
    ahead: (path) => readsAhead(readsOfClaim, handoffKey(path)),
    body: Claim,
    run: ({ ctx, params, body }) => claimHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "releaseHandoff",
    refuses: ["invalid_transition"],
    path: `${one}/release`,
    summary: "Put a claimed handoff back into the queue",
    body: Reason,
    run: ({ ctx, params, body }) => releaseHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "reassignHandoff",
    refuses: ["invalid_transition"],
    path: `${one}/reassign`,
    summary: "Give a claimed handoff to another person",
    body: Reassignment,
    run: ({ ctx, params, body }) => reassignHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "returnHandoff",
    refuses: ["invalid_transition"],
    path: `${one}/return`,
    summary: "Give a handoff back to the engineer it came from",
    body: Reason,
    run: ({ ctx, params, body }) => returnHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "withdrawHandoff",
    refuses: ["invalid_transition"],
    path: `${one}/withdraw`,
    summary: "Take an open handoff back",
    body: Reason,
    run: ({ ctx, params, body }) => withdrawHandoff(ctx, handoffKey(params), body),
  }),
  operation({
    ...common,
    id: "askTakeOver",
    refuses: ["invalid_transition"],
    path: `${one}/take-over-request`,
    summary: "Ask the holder of a claimed handoff for it",
    body: Reason,
    status: 202,
    run: ({ c, ctx, params, body }) => {
      const mail = (about: AskedToTakeOver) => sealedMail(c, about, ctx.now + MAIL_OF_USE_MS);
      return askTakeOver(ctx, handoffKey(params), body, mail);
    },
  }),
  operation({
    ...common,
    id: "answerTakeOver",
    refuses: ["invalid_transition"],
    path: `${one}/take-over-answer`,
    summary: "Agree to a request to take over, or keep the handoff",
    body: TakeOverAnswer,
    run: ({ ctx, params, body }) => answerTakeOver(ctx, handoffKey(params), body),
  }),
];

/** A request that is so old has been seen or decided otherwise. */
const MAIL_OF_USE_MS = 60 * 60_000;

function sealedMail(
  c: Context<AppEnv>,
  { to, handoff, by, reason }: AskedToTakeOver,
  expires_at: number,
): Promise<string> {
  const origin = (c.env.PUBLIC_URL || new URL(c.req.url).origin).replace(/\/+$/, "");
  const url = `${origin}/sessions/${handoff.session_id}/handoffs/${handoff.id}`;
  const { problem_summary } = handoff.snapshot;
  const content = takeOverMail({ by: by.name, reason, problem_summary, url });
  const job: MailJob = { to, content, expires_at };
  return seal(c.env.BETTER_AUTH_SECRET, JSON.stringify(job));
}
