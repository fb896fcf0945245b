import { useEffect } from "preact/hooks";
import type { WebhookAttempt, WebhookSubscription } from "../../../contract/webhook.ts";
import { useEvery } from "../../use-every.ts";
import { useLiveReload } from "../../use-live-reload.ts";
import { words } from "../../words/speak.ts";
import { Reading } from "./reading.tsx";
import { usePages } from "./use-pages.ts";
import { WebhookAttemptRow } from "./webhook-attempt.tsx";
import { WebhookReplayForm } from "./webhook-replay.tsx";

/** An attempt comes a moment after the event that it tells. */
const EVERY_MS = 3_000;

interface Props {
  subscription: WebhookSubscription;
  /** An attempt has come: it says something of the subscription too. */
  onAttempt: () => Promise<void>;
}

/** What was sent to a subscription and what came back, newest first, and the ways to send it again. */
export function WebhookLog({ subscription, onAttempt }: Props) {
  const { id, active } = subscription;
  const attempts = usePages<WebhookAttempt>(`/webhook-subscriptions/${id}/attempts`);
  const { items, reload } = attempts;
  const { webhooks: said } = words.value;
  useLiveReload(null, reload);
  useEvery(EVERY_MS, reload);
  const newest = items?.[0]?.id;
  useEffect(() => void onAttempt(), [newest, onAttempt]);

  return (
    <div class="outside-edit webhook-log">
      <h3>{said.log}</h3>
      <Reading of={attempts} />
      {items?.length === 0 && <p class="quiet">{said.logNone}</p>}
      {items !== null && items.length > 0 && (
        <ol class="attempts">
          {items.map((attempt) => (
            <WebhookAttemptRow
              key={attempt.id}
              subscriptionId={id}
              attempt={attempt}
              mayRepeat={active}
              onRepeated={reload}
            />
          ))}
        </ol>
      )}
      {attempts.hasMore && (
        <div class="actions">
          <button type="button" onClick={() => void attempts.more()}>
            {said.older}
          </button>
        </div>
      )}
      {active && <WebhookReplayForm subscriptionId={id} onRepeated={reload} />}
    </div>
  );
}
