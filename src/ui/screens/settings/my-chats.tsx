import { useRef, useState } from "preact/hooks";
import type { ChannelTarget } from "../../../contract/channel-target.ts";
import { words } from "../../words/speak.ts";
import { type ChatKind, NewChatForm } from "./new-chat-form.tsx";
import { say } from "./said.ts";
import { TargetList } from "./target-list.tsx";

interface Props {
  chats: readonly ChannelTarget[];
  onAdded: (kind: ChatKind) => Promise<void>;
  reload: () => Promise<void>;
}

/** The chats of this person's own, and adding one. */
export function MyChats({ chats, onAdded, reload }: Props) {
  const [isAdding, setAdding] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const { channels: said, settings } = words.value;
  const { mine } = said;
  const close = () => {
    setAdding(false);
    heading.current?.focus();
  };
  return (
    <section class="panel own" aria-labelledby="my-chats">
      <h2 id="my-chats" ref={heading} tabIndex={-1}>
        {mine.chats}
      </h2>
      <p>{mine.chatsIntro}</p>
      <TargetList
        title={mine.chats}
        headingId="my-chats"
        targets={chats}
        about={({ channel, address }) => (
          <>
            {settings.channels[channel]} · <code>{address}</code>
          </>
        )}
        onRemoved={reload}
        reload={reload}
      />
      {isAdding ? (
        <NewChatForm
          path="/me/channels"
          submit={said.add}
          onMade={async ({ channel, name }) => {
            if (channel !== "web_push") await onAdded(channel);
            close();
            say(said.added(name));
          }}
          onCancel={close}
        />
      ) : (
        <div class="actions">
          <button type="button" onClick={() => setAdding(true)}>
            {said.add}
          </button>
        </div>
      )}
    </section>
  );
}
