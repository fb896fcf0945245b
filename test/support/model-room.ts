import { env } from "cloudflare:workers";
import { newId } from "../../src/platform/new-id.ts";
import type { ModelBehaviour, ModelRoom } from "./model-server.ts";

/** A model's server of a test's own. */
export interface TestModel {
  /** The variables that point Baton at it. */
  variables: { AI_BASE_URL: string; AI_API_KEY: string; AI_MODEL: string };
  /** How it answers, call by call; the last one goes on. */
  answers(...script: ModelBehaviour[]): Promise<void>;
  calls(): Promise<ModelRoom["calls"]>;
}

export function makeTestModel(): TestModel {
  const room = `http://${env.TEST_MODEL}/rooms/${newId()}`;
  return {
    variables: { AI_BASE_URL: `${room}/v1`, AI_API_KEY: "model-key", AI_MODEL: "test-model" },
    async answers(...script) {
      const last = script.at(-1);
      await fetch(room, { method: "PUT", body: JSON.stringify({ script: script.slice(0, -1), last }) });
    },
    async calls() {
      const answer = await fetch(room);
      return ((await answer.json()) as ModelRoom).calls;
    },
  };
}

/** An answer that any check accepts. */
export const GOOD_ANSWER: ModelBehaviour = {
  answer: "json",
  content: {
    likely_cause: "The MTU of the tunnel is too large.",
    suggested_steps: ["Find the largest ping that passes."],
    confidence: "medium",
    evidence: [
      { claim: "Large copies hang.", refs: ["S1"] },
      { claim: "The provider changed something.", refs: [] },
    ],
  },
};
