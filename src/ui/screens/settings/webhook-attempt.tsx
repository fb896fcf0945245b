import { useState } from "preact/hooks";
import type { WebhookAttempt, WebhookReplayed } from "../../../contract/webhook.ts";
import { ApiProblem } from "../../api-problem.ts";
import { post } from "../../api.ts";
import { Ago } from "../../components/ago.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";
import { shownBody } from "./shown-body.ts";
import { TheirWords } from "./their-words.tsx";
import { eventWords } from "./webhook-draft.ts";

interface Props {
  subscriptionId: string;
  attempt: WebhookAttempt;
  /** Only what is switched on is sent anything. */
  mayRepeat: boolean;
  onRepeated: () => Promise<void>;
}

/** One attempt: what came of it, and when it is opened, what was sent and what was answered. */
export function WebhookAttemptRow({ subscriptionId, attempt, mayRepeat, onRepeated }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { webhooks: said } = words.value;
  const { status, event_type, seq, webhook_id, error, message_status } = attempt;
  const isTaken = status !== null && status >= 200 && status < 300;
  const name = eventWords(event_type);

  const repeat = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { event_ids: [webhook_id] };
      await post<WebhookReplayed>(`/webhook-subscriptions/${subscriptionId}/replay`, body);
      say(said.isAgain);
      await onRepeated();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <li>
      <details>
        <summary>
          <span class="chip" data-works={isTaken ? "yes" : "no"}>
            {status ?? said.noAnswer}
          </span>
          <span>
            {name} <span class="quiet">#{seq}</span>
          </span>
          <span class="quiet">
            <Ago at={attempt.attempted_at} /> · {said.lasted(attempt.duration_ms)}
            {!isTaken && ` · ${said.outcome[message_status]}`}
          </span>
        </summary>
        <p class="quiet">
          webhook-id: <code>{webhook_id}</code>
        </p>
        {error !== null && <TheirWords words={error} />}
        <Body title={said.request} text={attempt.request_body} />
        <Body title={said.response} text={attempt.response_body} />
        {mayRepeat && (
          <div class="actions">
            <button
              type="button"
              aria-label={said.againOf(name, seq)}
              aria-disabled={isBusy}
              onClick={() => void repeat()}
            >
              {said.again}
            </button>
          </div>
        )}
        {problem !== null && <ProblemNote problem={problem} sent />}
      </details>
    </li>
  );
}

/** A body as it went over the line; JSON is set out so that people can read it. */
function Body({ title, text }: { title: string; text: string | null }) {
  return (
    <>
      <h4>{title}</h4>
      {text === null || text === "" ? (
        <p class="quiet">{words.value.webhooks.nothingAnswered}</p>
      ) : (
        <pre class="body" tabIndex={0} role="group" aria-label={title} translate={false}>
          {shownBody(text)}
        </pre>
      )}
    </>
  );
}
