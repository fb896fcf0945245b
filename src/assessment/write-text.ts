import { type AskModel, askModel } from "./ask-model.ts";
import { ModelFailure, type ModelSource, type Prompt } from "./model-source.ts";
import { visible } from "./plain-text.ts";

/** A text that is to be written. */
export interface Writing {
  prompt: Prompt;
  /** What stands before and after the model's words. */
  lead: string;
  tail: string;
  /** The whole text without a model. */
  instead: string;
}

/** A text piece by piece; what it returns at its end says where the text is from. */
export type Pieces = AsyncGenerator<string, string>;

/** How long a text may take in all, ms: less than others wait for it; and how much a model may say. */
export const LONGEST_WRITING_MS = 25_000;
const MOST_CHARACTERS = 12_000;

const STOPPED = "\n\n(The model stopped here. What follows is from the record.)\n\n";

/**
 * Lets the model write, and passes its words on as they come; without a usable model it is the text that needs none. A
 * model that stops half-way is followed by that text, which then is the source. Ends early when `signal` says so.
 */
export async function* writeText(how: AskModel, writing: Writing, signal: AbortSignal): Pieces {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WRITING_MS)]);
  const begun = await askModel(how, (model, plain) => begin(model, plain, writing.prompt, { signal, ends }));
  if (signal.aborted) throw new ModelFailure("gone");
  if (!begun) {
    yield writing.instead;
    return "rules";
  }
  const { first, rest, source } = begun;
  yield writing.lead + first;
  let left = MOST_CHARACTERS - first.length;
  try {
    for await (const piece of rest) {
      const shown = visible(piece).slice(0, left);
      left -= shown.length;
      if (shown !== "") yield shown;
      if (left <= 0) break;
    }
  } catch {
    if (signal.aborted) throw new ModelFailure("gone");
    yield STOPPED + writing.instead;
    return "rules";
  }
  if (writing.tail !== "") yield `\n\n${writing.tail}`;
  return source;
}

/** Waits for the model's first words, no longer than it may take for them. */
async function begin(
  model: ModelSource,
  plain: boolean,
  prompt: Prompt,
  { signal, ends }: { signal: AbortSignal; ends: AbortSignal },
) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), model.timeout);
  const until = AbortSignal.any([ends, patience.signal]);
  const rest = model.write(prompt, { signal: until, plain })[Symbol.asyncIterator]();
  try {
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      const first = visible(next.value).trimStart();
      if (first !== "") return { first, rest: { [Symbol.asyncIterator]: () => rest }, source: model.name };
    }
  } catch (error) {
    throw signal.aborted ? new ModelFailure("gone") : error;
  } finally {
    clearTimeout(timer);
  }
  throw new ModelFailure("unusable");
}
