import { type Fetch, boundedFetch } from "./bounded-fetch.ts";
import { ModelAnswer, jsonIn } from "./model-answer.ts";
import { type Asking, MOST_TOKENS, ModelFailure, type ModelSource, type Prompt } from "./model-source.ts";
import { readWait } from "./read-wait.ts";

export interface Endpoint {
  base_url: string;
  /** Local servers often want none. */
  api_key: string | undefined;
  model: string;
}

/** A server that speaks OpenAI's chat completions: OpenAI, Azure, Ollama, vLLM, a gateway. */
export function openAiCompatible(endpoint: Endpoint, call: Fetch, timeout: number): ModelSource {
  const { model } = endpoint;
  return {
    name: "openai_compatible",
    model,
    address: `${endpoint.base_url} ${model}`,
    timeout,
    async assess(prompt, asking) {
      const { sdk, options } = await load(endpoint, call, prompt, asking);
      try {
        const output = asking.plain ? {} : { output: sdk.Output.object({ schema: ModelAnswer }) };
        return jsonIn((await sdk.generateText({ ...options, ...output })).text);
      } catch (error) {
        // It answered, but not in the form that was asked for: perhaps with words around it.
        if (sdk.NoObjectGeneratedError.isInstance(error)) return jsonIn(error.text ?? "");
        throw failureOf(sdk, error, asking.signal);
      }
    },
    async *write(prompt, asking) {
      const { sdk, options } = await load(endpoint, call, prompt, asking);
      try {
        const { stream } = sdk.streamText({ ...options, onError: () => undefined });
        for await (const part of stream) {
          if (part.type === "text-delta") yield part.text;
          if (part.type === "error") throw part.error;
          if (part.type === "abort") throw new ModelFailure("timeout");
        }
      } catch (error) {
        throw failureOf(sdk, error, asking.signal);
      }
    },
  };
}

/** The SDK is large: it is loaded when a model is first asked, never with the Worker. */
async function load({ base_url, api_key, model }: Endpoint, call: Fetch, prompt: Prompt, asking: Asking) {
  const sdk = await import("./model-sdk.ts");
  const provider = sdk.createOpenAICompatible({
    name: "endpoint",
    baseURL: base_url.replace(/\/+$/, ""),
    ...(api_key && { apiKey: api_key }),
    fetch: boundedFetch(call),
    supportsStructuredOutputs: true,
  });
  const options = {
    model: provider(model),
    instructions: prompt.instructions,
    prompt: prompt.material,
    maxRetries: 0,
    abortSignal: asking.signal,
    ...(!asking.plain && { maxOutputTokens: MOST_TOKENS }),
  };
  return { sdk, options };
}

type Sdk = Awaited<ReturnType<typeof load>>["sdk"];

function failureOf(sdk: Sdk, error: unknown, signal: AbortSignal): ModelFailure {
  if (error instanceof ModelFailure) return error;
  if (signal.aborted) return new ModelFailure("timeout");
  if (sdk.APICallError.isInstance(error)) {
    const { statusCode, responseHeaders } = error;
    if (statusCode === undefined) return new ModelFailure("unreachable");
    if (statusCode < 300) return new ModelFailure("unusable", statusCode);
    return new ModelFailure("refused", statusCode, readWait(new Headers(responseHeaders)));
  }
  return new ModelFailure(error instanceof TypeError ? "unreachable" : "unusable");
}
