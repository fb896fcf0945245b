import { useState } from "preact/hooks";
import type { WebhookSubscription, WebhookSubscriptionWithSecret } from "../../../contract/webhook.ts";
import { post, remove } from "../../api.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { momentIn } from "../../components/day.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { focusHeading } from "../../focus-heading.ts";
import { useEvery } from "../../use-every.ts";
import { useLiveReload } from "../../use-live-reload.ts";
import { words } from "../../words/speak.ts";
import { Adding } from "./adding.tsx";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";
import { ShownOnceDialog } from "./shown-once-dialog.tsx";
import { useAll } from "./use-all.ts";
import { WebhookCheck } from "./webhook-check.tsx";
import { NEW_WEBHOOK, type WebhookDraft, webhookBody, webhookName } from "./webhook-draft.ts";
import { WebhookForm } from "./webhook-form.tsx";
import { WebhookRow } from "./webhook-row.tsx";
import "./outside.css";
import "./webhooks.css";

const PATH = "/webhook-subscriptions";

/** What becomes of an event is known some time after it. */
const EVERY_MS = 10_000;

/** What is asked about before it is done. */
type Asked = { what: "rotate" | "remove"; of: WebhookSubscription };

/** The addresses that hear of the account's events: adding, changing, and what became of every event. */
export function WebhooksPage() {
  const subscriptions = useAll<WebhookSubscription>(PATH);
  useLiveReload(null, subscriptions.reload);
  useEvery(EVERY_MS, subscriptions.reload);
  const [made, setMade] = useState<string | null>(null);
  const [shown, setShown] = useState<WebhookSubscriptionWithSecret | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { webhooks: said, settings } = words.value;
  const { items, reload } = subscriptions;

  const create = async (draft: WebhookDraft) => {
    const subscription = await post<WebhookSubscriptionWithSecret>(PATH, webhookBody(draft));
    setShown(subscription);
    await reload();
    say(said.added);
  };
  const doAsked = async ({ what, of }: Asked) => {
    if (what === "rotate") setShown(await post<WebhookSubscriptionWithSecret>(`${PATH}/${of.id}/rotate`, {}));
    else await remove(`${PATH}/${of.id}`);
    await reload();
    if (what === "remove") say(said.removed(webhookName(of)));
  };

  return (
    <>
      <PageHeading title={settings.pages.webhooks} />
      <p class="quiet">{said.intro}</p>
      <Reading of={subscriptions} />
      {items?.length === 0 && <p>{said.none}</p>}
      {items !== null && items.length > 0 && (
        <ul class="outside-list">
          {items.map((subscription) => (
            <WebhookRow
              key={subscription.id}
              subscription={subscription}
              isNew={subscription.id === made}
              reload={reload}
              onRotate={() => {
                // Its heading has the focus anew once the secret has been shown.
                setMade(null);
                setAsked({ what: "rotate", of: subscription });
              }}
              onRemove={() => setAsked({ what: "remove", of: subscription })}
            />
          ))}
        </ul>
      )}
      {items !== null && (
        <Adding label={said.add} isFirst={items.length === 0}>
          {({ onDone, onCancel }) => (
            <section class="panel" aria-label={said.add}>
              <WebhookForm
                start={NEW_WEBHOOK}
                submit={said.add}
                onSave={async (draft) => {
                  await create(draft);
                  onDone();
                }}
                beside={
                  onCancel !== null && (
                    <button type="button" onClick={onCancel}>
                      {settings.cancel}
                    </button>
                  )
                }
              />
            </section>
          )}
        </Adding>
      )}
      <WebhookCheck />
      {asked !== null && (
        <ConfirmDialog
          title={(asked.what === "rotate" ? said.rotateTitle : said.removeTitle)(webhookName(asked.of))}
          detail={asked.what === "rotate" ? said.rotateDetail : said.removeDetail}
          confirm={asked.what === "rotate" ? said.rotate : said.remove}
          onConfirm={() => doAsked(asked)}
          onClose={(isDone) => {
            setAsked(null);
            if (isDone && asked.what === "remove") focusHeading();
          }}
        />
      )}
      {shown !== null && (
        <ShownOnceDialog
          title={said.secretOf(webhookName(shown))}
          label={said.secret}
          secret={shown.secret}
          onClose={() => {
            setMade(shown.id);
            setShown(null);
          }}
        >
          {shown.previous_secret_until !== null && (
            <p class="quiet">{said.rotated(momentIn(shown.previous_secret_until))}</p>
          )}
        </ShownOnceDialog>
      )}
    </>
  );
}
