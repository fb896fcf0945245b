/** What a language model is given: what it is to do, and the record it is to do it with, redacted. */
export interface Prompt {
  instructions: string;
  material: string;
}

/** How it is asked: until when, and whether without anything that some servers refuse. */
export interface Asking {
  signal: AbortSignal;
  plain: boolean;
}

/** A language model behind one interface. It never decides anything: whatever it says is checked by who asked. */
export interface ModelSource {
  /** What an answer says it came from. */
  readonly name: "openai_compatible" | "workers_ai";
  readonly model: string;
  /** Where it is: two sources of one address are one model. */
  readonly address: string;
  /** How long one try may take until its answer, or the first words of it, are there, ms. */
  readonly timeout: number;
  /** Asks for an assessment; returns what was said as JSON, unchecked. @throws ModelFailure */
  assess(prompt: Prompt, asking: Asking): Promise<unknown>;
  /** Lets it write, piece by piece. @throws ModelFailure */
  write(prompt: Prompt, asking: Asking): AsyncIterable<string>;
}

/** `gone`: whoever asked does not wait any more. */
export type FailureKind = "timeout" | "refused" | "unusable" | "unreachable" | "gone";

/** Why a model gave no answer. Its own words are not kept: they may hold what it was sent. */
export class ModelFailure extends Error {
  readonly kind: FailureKind;
  /** The status of the answer, where there was one. */
  readonly status: number | null;
  /** How long it asks to wait, ms. */
  readonly retry_after: number | null;

  constructor(kind: FailureKind, status: number | null = null, retry_after: number | null = null) {
    super(`The model gave no answer: ${kind}${status === null ? "" : ` (${status})`}.`);
    this.name = "ModelFailure";
    this.kind = kind;
    this.status = status;
    this.retry_after = retry_after;
  }
}

/** The timeout unless told otherwise: nobody waits longer for a better guess. */
export const MODEL_TIMEOUT_MS = 8_000;

/** An answer is a few kilobytes; more than this is no answer. */
export const MOST_TOKENS = 1_500;
