import { z } from "zod";
import { ModelAnswer, jsonIn } from "./model-answer.ts";
import { type Asking, MOST_TOKENS, ModelFailure, type ModelSource, type Prompt } from "./model-source.ts";
import { textPieces } from "./text-pieces.ts";

/** The part of the `AI` binding that is used. */
export interface AiBinding {
  run(model: string, input: object, options?: object): Promise<unknown>;
}

/** What the binding answers without and with a stream. */
const Said = z.object({ response: z.union([z.string(), z.record(z.string(), z.unknown())]) });

/** Cloudflare's own models, where a deployment has the binding. */
export function workersAi(binding: AiBinding, model: string, timeout: number): ModelSource {
  return {
    name: "workers_ai",
    model,
    address: `workers_ai ${model}`,
    timeout,
    async assess(prompt, asking) {
      const format = { type: "json_schema", json_schema: z.toJSONSchema(ModelAnswer) };
      const answer = await run(
        binding,
        model,
        prompt,
        asking,
        asking.plain ? {} : { response_format: format },
      );
      const { data } = Said.safeParse(answer);
      return typeof data?.response === "string" ? jsonIn(data.response) : data?.response;
    },
    async *write(prompt, asking) {
      const answer = await run(binding, model, prompt, asking, { stream: true });
      if (!(answer instanceof ReadableStream)) throw new ModelFailure("unusable");
      yield* textPieces(answer, asking.signal);
    },
  };
}

/** The binding may not listen to a signal, so nobody waits longer than the signal says. */
async function run(
  binding: AiBinding,
  model: string,
  { instructions, material }: Prompt,
  { signal }: Asking,
  more: object,
): Promise<unknown> {
  const messages = [
    { role: "system", content: instructions },
    { role: "user", content: material },
  ];
  const ended = new Promise<never>((_, reject) => {
    const end = () => reject(new ModelFailure("timeout"));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
  try {
    return await Promise.race([
      binding.run(model, { messages, max_tokens: MOST_TOKENS, ...more }, { signal }),
      ended,
    ]);
  } catch (error) {
    throw error instanceof ModelFailure ? error : new ModelFailure("unreachable");
  }
}
