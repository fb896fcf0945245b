import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { LoggedEventType } from "../../../contract/event.ts";
import { ApiProblem } from "../../api-problem.ts";
import { Field, FieldGroup } from "../../components/field.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { UrlField } from "../../components/url-field.tsx";
import { words } from "../../words/speak.ts";
import { type WebhookDraft, eventTypes } from "./webhook-draft.ts";

interface Props {
  start: WebhookDraft;
  submit: string;
  onSave: (draft: WebhookDraft) => Promise<void>;
  beside: ComponentChildren;
}

/** Where events go, what for, and which. */
export function WebhookForm({ start, submit, onSave, beside }: Props) {
  const [draft, setDraft] = useState(start);
  const { webhooks: said } = words.value;
  const edit = (change: Partial<WebhookDraft>) => setDraft((old) => ({ ...old, ...change }));
  const save = async () => {
    if (!draft.every && draft.events.length === 0) throw ApiProblem.atField("/events", said.noEvent);
    await onSave(draft);
  };
  return (
    <SaveForm submit={submit} onSave={save} beside={beside}>
      <UrlField label={said.url} hint={said.urlHint} value={draft.url} onEdit={(url) => edit({ url })} />
      <Field label={said.description} pointer="/description" hint={said.descriptionHint}>
        {(control) => (
          <input
            {...control}
            maxLength={200}
            autoComplete="off"
            dir="auto"
            value={draft.description}
            onInput={(event) => edit({ description: event.currentTarget.value })}
          />
        )}
      </Field>
      <EventFields draft={draft} onEdit={edit} />
    </SaveForm>
  );
}

interface EventProps {
  draft: WebhookDraft;
  onEdit: (change: Partial<WebhookDraft>) => void;
}

function EventFields({ draft: { every, events }, onEdit }: EventProps) {
  const { webhooks: said } = words.value;
  const tick = (type: LoggedEventType, isIn: boolean) =>
    onEdit({ events: eventTypes().filter((one) => (one === type ? isIn : events.includes(one))) });
  return (
    <FieldGroup legend={said.which} pointer="/events">
      {[true, false].map((all) => (
        <label key={String(all)}>
          <input
            type="radio"
            name="which-events"
            checked={every === all}
            onInput={() => onEdit({ every: all })}
          />
          {all ? said.every : said.some}
        </label>
      ))}
      {!every && (
        <div class="event-types">
          {eventTypes().map((type) => (
            <label key={type}>
              <input
                type="checkbox"
                checked={events.includes(type)}
                onInput={(event) => tick(type, event.currentTarget.checked)}
              />
              <span>
                {said.events[type]} <code>{type}</code>
              </span>
            </label>
          ))}
        </div>
      )}
    </FieldGroup>
  );
}
