import { log } from "../platform/log.ts";
import { isResting, noteAnswer } from "./silent-models.ts";
import { ModelFailure, type ModelSource } from "./model-source.ts";

/** Who is asked, who may say no, and the clock. */
export interface AskModel {
  model: ModelSource | null;
  /** Counts one call against the account's budget; false: nothing may leave. Asked before every try. */
  mayAsk: () => Promise<boolean>;
  /** The present moment, ms. */
  now: () => number;
}

/** A server that asks for a longer wait is not waited for. */
const LONGEST_WAIT_MS = 1_500;

/**
 * Asks the model, and once more if its first try failed in a way that may pass. One that did not answer in time is not
 * asked again, as somebody waits; one that has let several wait in vain rests. Null if there is no answer to be had.
 */
export async function askModel<T>(
  { model, mayAsk, now }: AskModel,
  ask: (model: ModelSource, plain: boolean) => Promise<T>,
): Promise<T | null> {
  if (!model || isResting(model, now())) return null;
  let plain = false;
  for (let attempt = 1; attempt <= 2; attempt++) {
    if (!(await mayAsk())) return null;
    const started = now();
    try {
      const answer = await ask(model, plain);
      noteAnswer(model, false, now());
      return answer;
    } catch (error) {
      const failure = error instanceof ModelFailure ? error : new ModelFailure("unusable");
      const { kind, status } = failure;
      log("model_failed", { source: model.name, attempt, kind, status, ms: now() - started });
      noteAnswer(model, kind === "timeout", now());
      const wait = waitBeforeRetry(failure);
      if (wait === null) return null;
      // Perhaps it is the form of the question that this server does not take.
      plain = status === 400 || status === 422 || kind === "unusable";
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return null;
}

/** How long to wait before the second try, ms; null where a second one would end like the first. */
export function waitBeforeRetry({ kind, status, retry_after }: ModelFailure): number | null {
  if (kind === "timeout" || kind === "gone") return null;
  if (kind === "unusable" || kind === "unreachable") return 0;
  if (status === 400 || status === 422) return 0;
  if (status !== null && status !== 429 && status < 500) return null;
  const wait = retry_after ?? 0;
  return wait <= LONGEST_WAIT_MS ? wait : null;
}
