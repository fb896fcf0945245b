import type { Integration } from "../../../../contract/integration.ts";
import { Ago } from "../../../components/ago.tsx";
import { toolWords } from "../../../words/tool-words.ts";
import { integrationState } from "./integration-state.ts";

/** How an integration stands, as a chip. */
export function StateChip({ integration }: { integration: Integration }) {
  const state = integrationState(integration);
  return (
    <span class="chip" data-tool={state}>
      {toolWords.value.integrations.states[state]}
    </span>
  );
}

/** When it last posted, and what became of that. */
export function LastPost({ integration: { last_post } }: { integration: Integration }) {
  if (last_post === null) return null;
  const { lastPost, posts } = toolWords.value.integrations;
  return (
    <span class="quiet">
      {lastPost} <Ago at={last_post.received_at} />: {posts.outcomes[last_post.outcome]}
    </span>
  );
}
