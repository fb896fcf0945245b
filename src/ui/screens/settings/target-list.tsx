import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ChannelTarget } from "../../../contract/channel-target.ts";
import { remove } from "../../api.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { focusHeading } from "../../focus-heading.ts";
import { words } from "../../words/speak.ts";
import { say } from "./said.ts";
import { TargetRow } from "./target-row.tsx";

interface Props {
  title: string;
  /** The heading above it. */
  headingId: string;
  targets: readonly ChannelTarget[];
  /** What else is said of one. */
  about: (target: ChannelTarget) => ComponentChildren;
  onRemoved: (target: ChannelTarget) => Promise<void>;
  reload: () => Promise<void>;
}

/** Somebody's own chats or browsers, each to be tested and let go. It stays where there are none: what it asks outlives the last. */
export function TargetList({ title, headingId, targets, about, onRemoved, reload }: Props) {
  const [going, setGoing] = useState<ChannelTarget | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const { channels: said } = words.value;
  const letGo = async (target: ChannelTarget) => {
    await remove(`/me/channels/${target.id}`);
    await onRemoved(target);
    say(said.removed(target.name));
  };
  return (
    <>
      {targets.length > 0 && (
        <ul class="rows" ref={list} tabIndex={-1} aria-label={title}>
          {targets.map((target) => (
            <TargetRow
              key={target.id}
              target={target}
              about={about(target)}
              reload={reload}
              onRemove={() => setGoing(target)}
            />
          ))}
        </ul>
      )}
      {going !== null && (
        <ConfirmDialog
          title={said.removeTitle(going.name)}
          detail={said.removeDetail}
          confirm={said.remove}
          onConfirm={() => letGo(going)}
          onClose={(isDone) => {
            setGoing(null);
            if (!isDone) return;
            // With the last one its list has gone too.
            if (list.current === null) focusHeading(headingId);
            else list.current.focus();
          }}
        />
      )}
    </>
  );
}
