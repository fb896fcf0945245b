import { useState } from "preact/hooks";
import type { ChannelTarget, NewAccountChannel } from "../../../contract/channel-target.ts";
import { post } from "../../api.ts";
import { NameField } from "../../components/name-field.tsx";
import { SaveForm } from "../../components/save-form.tsx";
import { UrlField } from "../../components/url-field.tsx";
import { words } from "../../words/speak.ts";

export type ChatKind = NewAccountChannel["channel"];
const CHAT_KINDS: readonly ChatKind[] = ["slack", "teams"];

interface Props {
  /** Whose chats it joins: the account's or one's own. */
  path: "/account/channels" | "/me/channels";
  submit: string;
  onMade: (chat: ChannelTarget) => Promise<void>;
  /** The way out, where there is something to go back to. */
  onCancel: (() => void) | null;
}

/** Asks which chat it is, and for the address by which it takes messages. */
export function NewChatForm({ path, submit, onMade, onCancel }: Props) {
  const [draft, setDraft] = useState<NewAccountChannel>({ channel: "slack", name: "", url: "" });
  const { channels: said, settings } = words.value;
  const edit = (change: Partial<NewAccountChannel>) => setDraft((old) => ({ ...old, ...change }));
  const add = async () => {
    const body: NewAccountChannel = { ...draft, name: draft.name.trim(), url: draft.url.trim() };
    await onMade(await post<ChannelTarget>(path, body));
  };
  return (
    <section class="panel" aria-label={said.add}>
      <SaveForm
        submit={submit}
        onSave={add}
        beside={
          onCancel !== null && (
            <button type="button" onClick={onCancel}>
              {settings.cancel}
            </button>
          )
        }
      >
        <fieldset class="choices outside-kinds">
          <legend>{said.kind}</legend>
          {CHAT_KINDS.map((kind) => (
            <label key={kind}>
              <input
                type="radio"
                name="chat-kind"
                checked={draft.channel === kind}
                onInput={() => edit({ channel: kind })}
              />
              {said.kinds[kind]}
            </label>
          ))}
        </fieldset>
        <p class="note">{said.how[draft.channel]}</p>
        <NameField
          label={said.name}
          hint={said.nameHint}
          value={draft.name}
          onEdit={(name) => edit({ name })}
        />
        <UrlField
          label={said.url}
          hint={said.urlHint[draft.channel]}
          value={draft.url}
          onEdit={(url) => edit({ url })}
        />
      </SaveForm>
    </section>
  );
}
