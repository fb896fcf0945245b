import { type AiBinding, workersAi } from "./workers-ai.ts";
import { MODEL_TIMEOUT_MS, type ModelSource } from "./model-source.ts";
import { openAiCompatible } from "./openai-compatible.ts";

/** What says which model there is; all of it may be missing. */
export interface ModelVariables {
  AI_BASE_URL?: string;
  AI_API_KEY?: string;
  AI_MODEL?: string;
  /** The binding of Workers AI, which only a deployment can have. */
  AI?: AiBinding;
}

const WORKERS_AI_MODEL = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";

/** The model that is configured: an endpoint before Workers AI; null where there is none, and the rules do it all. */
export function modelFor(
  { AI_BASE_URL, AI_API_KEY, AI_MODEL, AI }: ModelVariables,
  timeout = MODEL_TIMEOUT_MS,
): ModelSource | null {
  if (AI_BASE_URL && AI_MODEL) {
    const endpoint = { base_url: AI_BASE_URL, api_key: AI_API_KEY, model: AI_MODEL };
    return openAiCompatible(endpoint, (input, init) => fetch(input, init), timeout);
  }
  return AI && !AI_BASE_URL ? workersAi(AI, AI_MODEL || WORKERS_AI_MODEL, timeout) : null;
}
