import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { WebhookSubscription } from "../../../contract/webhook.ts";
import { ApiProblem } from "../../api-problem.ts";
import { patch } from "../../api.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";
import { type WebhookDraft, eventWords, webhookBody, webhookDraftOf, webhookName } from "./webhook-draft.ts";
import { WebhookForm } from "./webhook-form.tsx";
import { WebhookLog } from "./webhook-log.tsx";
import { WebhookChip, WebhookTrouble } from "./webhook-state.tsx";

interface Props {
  subscription: WebhookSubscription;
  /** It was made just now, and has the focus. */
  isNew: boolean;
  reload: () => Promise<void>;
  onRotate: () => void;
  onRemove: () => void;
}

/** One subscription: where it leads, what it hears, how it stands, and what can be done about that. */
export function WebhookRow({ subscription, isNew, reload, onRotate, onRemove }: Props) {
  const [opened, setOpened] = useState<"edit" | "log" | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const { webhooks: said } = words.value;
  const { id, url, events, active, description } = subscription;
  const name = webhookName(subscription);
  const every = events.includes("*");
  useEffect(() => {
    if (isNew) heading.current?.focus();
  }, [isNew]);

  const open = (part: "edit" | "log") => setOpened((old) => (old === part ? null : part));
  const close = () => {
    setOpened(null);
    opener.current?.focus();
  };
  const change = (body: object) => patch<WebhookSubscription>(`/webhook-subscriptions/${id}`, body);
  const save = async (draft: WebhookDraft) => {
    await change(webhookBody(draft));
    await reload();
    close();
    say(said.saved);
  };
  const turn = async () => {
    setProblem(null);
    try {
      await change({ active: !active });
      await reload();
      say(active ? said.paused(name) : said.switchedOn(name));
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };

  return (
    <li class="panel">
      <div class="outside-head">
        <h2 ref={heading} tabIndex={-1}>
          <bdi>{name}</bdi>
        </h2>
        {description !== null && <code class="quiet">{url}</code>}
        <WebhookChip subscription={subscription} />
      </div>
      {description === null && <code class="quiet">{url}</code>}
      <p class="event-chips">
        {every ? <span class="chip">{said.every}</span> : null}
        {!every &&
          events.map((type) => (
            <span key={type} class="chip" title={type}>
              {eventWords(type)}
            </span>
          ))}
      </p>
      <WebhookTrouble subscription={subscription} />
      {problem !== null && <ProblemNote problem={problem} sent />}
      <div class="actions">
        <button
          type="button"
          aria-label={said.logOf(name)}
          aria-expanded={opened === "log"}
          onClick={() => open("log")}
        >
          {said.log}
        </button>
        <button
          ref={opener}
          type="button"
          aria-label={said.editOf(name)}
          aria-expanded={opened === "edit"}
          onClick={() => open("edit")}
        >
          {said.edit}
        </button>
        <button
          type="button"
          aria-label={active ? said.pauseOf(name) : said.switchOnOf(name)}
          onClick={() => void turn()}
        >
          {active ? said.pause : said.switchOn}
        </button>
        <button type="button" class="link" aria-label={said.rotateOf(name)} onClick={onRotate}>
          {said.rotate}
        </button>
        <button type="button" class="link" aria-label={said.removeOf(name)} onClick={onRemove}>
          {said.remove}
        </button>
      </div>
      {opened === "log" && <WebhookLog subscription={subscription} onAttempt={reload} />}
      {opened === "edit" && <EditForm subscription={subscription} onSave={save} onClose={close} />}
    </li>
  );
}

interface EditProps {
  subscription: WebhookSubscription;
  onSave: (draft: WebhookDraft) => Promise<void>;
  onClose: () => void;
}

function EditForm({ subscription, onSave, onClose }: EditProps) {
  const box = useRef<HTMLDivElement>(null);
  const { webhooks: said, settings } = words.value;
  useLayoutEffect(() => box.current?.querySelector("input")?.focus(), []);
  return (
    <div
      ref={box}
      class="outside-edit"
      role="group"
      aria-label={said.editOf(webhookName(subscription))}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <WebhookForm
        start={webhookDraftOf(subscription)}
        submit={settings.save}
        onSave={onSave}
        beside={
          <button type="button" onClick={onClose}>
            {settings.cancel}
          </button>
        }
      />
    </div>
  );
}
