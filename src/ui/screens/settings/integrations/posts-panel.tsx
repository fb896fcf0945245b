import { useState } from "preact/hooks";
import type { IntegrationPost, PostOutcome } from "../../../../contract/integration.ts";
import { ApiProblem } from "../../../api-problem.ts";
import { post } from "../../../api.ts";
import { Ago } from "../../../components/ago.tsx";
import { ProblemNote } from "../../../components/problem-note.tsx";
import { handoffAddress } from "../../../handoff-address.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { Reading } from "../reading.tsx";
import { say } from "../said.ts";
import { shownBody } from "../shown-body.ts";
import type { Posts } from "./use-posts.ts";

interface Props {
  posts: Posts;
  integrationId: string;
  reload: () => Promise<void>;
}

/** What the tool posted last, word for word, and what became of each. */
export function PostsPanel({ posts, integrationId, reload }: Props) {
  const said = toolWords.value.integrations.posts;
  const items = posts.data?.items ?? null;
  const again = async () => {
    await Promise.all([posts.reload(), reload()]);
  };
  return (
    <section class="panel" aria-labelledby="posts">
      <h2 id="posts">{said.title}</h2>
      <p class="quiet">{said.intro}</p>
      <Reading of={{ ...posts, items }} />
      {items?.length === 0 && <p>{said.none}</p>}
      {items !== null && items.length > 0 && (
        <ol class="posts">
          {items.map((one) => (
            <PostEntry
              key={one.id}
              post={one}
              path={`/integrations/${integrationId}/posts/${one.id}`}
              again={again}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

/** A sign of life that stayed away was posted by nobody. */
const SILENCE = "heartbeat";

function PostEntry({
  post: one,
  path,
  again,
}: {
  post: IntegrationPost;
  path: string;
  again: () => Promise<void>;
}) {
  const [isOpen, setOpen] = useState(false);
  const said = toolWords.value.integrations.posts;
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class="chip" data-outcome={toneOf(one.outcome)}>
            {said.outcomes[one.outcome]}
          </span>
          <span class="quiet">
            <Ago at={one.received_at} /> · {one.address} · {said.answered(one.answer_status)}
            {one.replay_of !== null && ` · ${said.replayed}`}
          </span>
          {one.detail !== null && <span lang="en">{one.detail}</span>}
        </summary>
        {isOpen && <PostBody post={one} />}
        <div class="actions">
          {one.handoffs.map((card) => (
            <a key={card.handoff_id} class="button" href={handoffAddress(card)}>
              {said.card}
            </a>
          ))}
          {one.address !== SILENCE && <Replay path={path} again={again} />}
        </div>
      </details>
    </li>
  );
}

function PostBody({ post: { body } }: { post: IntegrationPost }) {
  const said = toolWords.value.integrations.posts;
  if (body === "") return <p class="quiet">{said.emptyBody}</p>;
  return (
    <pre class="post-body" tabIndex={0} role="group" aria-label={said.body} translate={false}>
      {shownBody(body)}
    </pre>
  );
}

function Replay({ path, again }: { path: string; again: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const said = toolWords.value.integrations.posts;
  const replay = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await post(`${path}/replay`, {});
      say(said.taken);
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
    setBusy(false);
    await again();
  };
  return (
    <>
      <button type="button" aria-disabled={isBusy} onClick={() => void replay()}>
        {isBusy ? said.replaying : said.replay}
      </button>
      {problem !== null && <ProblemNote problem={problem} sent />}
    </>
  );
}

function toneOf(outcome: PostOutcome): "good" | "bad" | "quiet" {
  if (outcome === "refused" || outcome === "limited") return "bad";
  return outcome === "suppressed" || outcome === "no_effect" ? "quiet" : "good";
}
