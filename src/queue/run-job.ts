import { assess as makeAssessment } from "../assessment/assess.ts";
import { MODEL_TIMEOUT_MS } from "../assessment/model-source.ts";
import { endStreams } from "../bus/end-streams.ts";
import { pokeBus } from "../bus/poke-bus.ts";
import { EndedStreams } from "../contract/ended-right.ts";
import { MailJob } from "../contract/mail-job.ts";
import { CALL_TIMEOUT_MS } from "../channels/channel.ts";
import { loadAssessmentInput } from "../domain/assessment/load-assessment-input.ts";
import { recordAssessment } from "../domain/assessment/record-assessment.ts";
import { takeModelCall } from "../domain/assessment/take-model-call.ts";
import type { DomainContext } from "../domain/context.ts";
import {
  type Job,
  type WhichJobs,
  failJob,
  finishJob,
  nextAttempt,
  takeJobs,
} from "../domain/outbox/take-jobs.ts";
import { placeOf } from "../domain/place-of.ts";
import { assertNever } from "../platform/assert-never.ts";
import { log } from "../platform/log.ts";
import { unseal } from "../platform/seal.ts";
import { sendJobs } from "./send-jobs.ts";
import { type WorkerDeps, systemContext } from "./worker-deps.ts";

/** The longest that one job may take: a look-up and a send, or a model that is asked twice. */
const LONGEST_MS = 2 * Math.max(CALL_TIMEOUT_MS, MODEL_TIMEOUT_MS);

/** What a job came to: done, refused for good, or (by throwing) to be tried again. */
type Ended = { refused: string } | void;

/**
 * Takes jobs of the outbox that are due and runs each; one that fails is tried later. A job whose lease would end
 * before it can is left to whoever takes it next. Returns how many it took.
 */
export async function runJobs(deps: WorkerDeps, which: WhichJobs): Promise<number> {
  const jobs = await takeJobs(deps.db, which, deps.now());
  for (const job of jobs) {
    if (deps.now() + LONGEST_MS > job.next_attempt_at) break;
    try {
      const ended = await run(deps, job);
      if (ended) await failJob(deps.db, job, ended.refused, null);
      else await finishJob(deps.db, job.id);
    } catch (error) {
      log("job_failed", { job_id: job.id, kind: job.kind, attempts: job.attempts }, error);
      const words = error instanceof Error ? error.message : "unknown failure";
      const next = nextAttempt(job, deps.now(), deps.random());
      if (next === null) await giveUp(deps, job);
      await failJob(deps.db, job, words, next);
    }
  }
  return jobs.length;
}

function run(deps: WorkerDeps, job: Job): Promise<Ended> {
  switch (job.kind) {
    case "assess_handoff":
      return assess(deps, job);
    case "send_mail":
      return sendMail(deps, job);
    case "end_streams":
      return endLate(deps, job);
    default:
      return assertNever(job.kind);
  }
}

async function assess(deps: WorkerDeps, { account_id, subject_id }: Job): Promise<void> {
  if (account_id === null || subject_id === null) throw new Error("The job names no handoff.");
  const ctx = systemContext(deps, account_id);
  const input = await loadAssessmentInput(ctx, subject_id);
  if (!input) return;
  const mayAsk = () => takeModelCall({ ...ctx, now: deps.now() });
  const assessment = await makeAssessment(input, { model: deps.model, mayAsk, now: deps.now });
  await recordAssessment({ ...ctx, now: deps.now() }, subject_id, assessment);
  await tellBus(deps, ctx);
}

/** A job that failed for good: who waits for its result is told that none will come. */
async function giveUp(deps: WorkerDeps, { kind, account_id, subject_id }: Job): Promise<void> {
  if (kind !== "assess_handoff" || account_id === null || subject_id === null) return;
  const ctx = systemContext(deps, account_id);
  await recordAssessment(ctx, subject_id, null);
  await tellBus(deps, ctx);
}

async function tellBus(deps: WorkerDeps, { account_id, committed }: DomainContext): Promise<void> {
  await sendJobs(deps.env, committed).catch((error: unknown) => {
    log("nudge_lost", { nudge: "send_jobs", account_id }, error);
  });
  await pokeBus(deps.env, account_id, committed).catch((error: unknown) => {
    log("nudge_lost", { nudge: "poke_bus", account_id }, error);
  });
}

/** Ends streams that were not ended when their right was, and leaves those for which it was given back since. */
async function endLate(deps: WorkerDeps, { account_id, subject_id, payload }: Job): Promise<void> {
  if (account_id === null || subject_id === null) throw new Error("The job names no right.");
  const { kind, at } = EndedStreams.parse(JSON.parse(payload ?? ""));
  const account = { id: account_id, ...(await placeOf(deps.db, account_id)) };
  await endStreams(deps.env, account, { kind, id: subject_id }, at);
}

async function sendMail(deps: WorkerDeps, job: Job): Promise<Ended> {
  const payload = await unseal(deps.env.BETTER_AUTH_SECRET, job.payload ?? "");
  const { to, content, expires_at, channel } = MailJob.parse(JSON.parse(payload));
  if (expires_at <= deps.now()) return;
  const sender = channel ? deps.chats[channel] : deps.mailer;
  // An earlier attempt may have sent it and been cut off before it could say so.
  if (job.attempts > 1 && (await sender.find?.("delivery_id", job.id))) return;
  const metadata = { delivery_id: job.id, ...(job.account_id && { account_id: job.account_id }) };
  const [result] = await sender.send([{ to, content, metadata, thread: null }]);
  if (result?.kind === "retry") throw new Error(result.error);
  if (result?.kind === "sent") return;
  log("mail_refused", { job_id: job.id, error: result?.error });
  return { refused: result?.error ?? "No result." };
}
