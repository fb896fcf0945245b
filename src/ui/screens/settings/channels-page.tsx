import { useState } from "preact/hooks";
import type { ChannelTarget } from "../../../contract/channel-target.ts";
import { remove } from "../../api.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { focusHeading } from "../../focus-heading.ts";
import { useLiveReload } from "../../use-live-reload.ts";
import { useLoaded } from "../../use-loaded.ts";
import { words } from "../../words/speak.ts";
import { Adding } from "./adding.tsx";
import { ChatRow } from "./chat-row.tsx";
import { NewChatForm } from "./new-chat-form.tsx";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";
import "./outside.css";

const PATH = "/account/channels";

/** The chats that the whole account is told in: how each stands, its test, adding and removing. */
export function ChannelsPage() {
  const chats = useLoaded<{ items: ChannelTarget[] }>(PATH);
  // Every escalation that is told in one, or is not, says something of it.
  useLiveReload(null, chats.reload);
  const [made, setMade] = useState<string | null>(null);
  const [going, setGoing] = useState<ChannelTarget | null>(null);
  const { channels: said, settings } = words.value;
  const items = chats.data?.items ?? null;

  const removeNow = async ({ id, name }: ChannelTarget) => {
    await remove(`${PATH}/${id}`);
    await chats.reload();
    say(said.removed(name));
  };

  return (
    <>
      <PageHeading title={settings.pages.channels} />
      <p class="quiet">
        {said.intro} <a href="/settings/me">{said.personal}</a>
      </p>
      <Reading of={{ ...chats, items }} />
      {items?.length === 0 && <p>{said.none}</p>}
      {items !== null && items.length > 0 && (
        <ul class="outside-list">
          {items.map((chat) => (
            <ChatRow
              key={chat.id}
              chat={chat}
              isNew={chat.id === made}
              reload={chats.reload}
              onRemove={() => setGoing(chat)}
            />
          ))}
        </ul>
      )}
      {items !== null && (
        <Adding label={said.add} isFirst={items.length === 0}>
          {({ onDone, onCancel }) => (
            <NewChatForm
              path={PATH}
              submit={said.addAndTest}
              onMade={async ({ id, name }) => {
                setMade(id);
                await chats.reload();
                onDone();
                say(said.added(name));
              }}
              onCancel={onCancel}
            />
          )}
        </Adding>
      )}
      {going !== null && (
        <ConfirmDialog
          title={said.removeTitle(going.name)}
          detail={said.removeDetail}
          confirm={said.remove}
          onConfirm={() => removeNow(going)}
          onClose={(isDone) => {
            setGoing(null);
            if (isDone) focusHeading();
          }}
        />
      )}
    </>
  );
}
