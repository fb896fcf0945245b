import type { WebhookSubscription } from "../../../contract/webhook.ts";
import { now } from "../../clock.ts";
import { Ago } from "../../components/ago.tsx";
import { momentIn } from "../../components/day.tsx";
import { words } from "../../words/speak.ts";
import { TheirWords } from "./their-words.tsx";

type State = "on" | "failing" | "paused" | "off";

/** How a subscription stands; only Baton itself gives a reason for switching one off. */
function stateOf({ active, disabled_reason, failing_since }: WebhookSubscription): State {
  if (!active) return disabled_reason === null ? "paused" : "off";
  return failing_since === null ? "on" : "failing";
}

export function WebhookChip({ subscription }: { subscription: WebhookSubscription }) {
  const state = stateOf(subscription);
  return (
    <span class="chip" data-works={{ on: "yes", paused: undefined, failing: "no", off: "no" }[state]}>
      {words.value.webhooks.state[state]}
    </span>
  );
}

/** Why nothing arrives, and how long the secret before the present one still signs. */
export function WebhookTrouble({ subscription }: { subscription: WebhookSubscription }) {
  const { webhooks: said } = words.value;
  const { disabled_at, disabled_reason, failing_since, previous_secret_until } = subscription;
  const state = stateOf(subscription);
  const overlaps = previous_secret_until !== null && Date.parse(previous_secret_until) > now.value;
  return (
    <>
      {state === "off" && (
        <div class="note note-problem">
          <p>{said.offBy}</p>
          <TheirWords words={disabled_reason ?? ""} />
          {disabled_at !== null && (
            <p class="quiet">
              {said.since} {momentIn(disabled_at)}
            </p>
          )}
        </div>
      )}
      {state === "paused" && <p class="note">{said.pausedBy}</p>}
      {state === "failing" && failing_since !== null && (
        <p class="note note-problem">
          {said.failing} <Ago at={failing_since} />
        </p>
      )}
      {overlaps && <p class="quiet">{said.rotated(momentIn(previous_secret_until))}</p>}
    </>
  );
}
