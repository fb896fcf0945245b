import { useEffect, useRef } from "preact/hooks";
import type { ChannelTarget } from "../../../contract/channel-target.ts";
import { words } from "../../words/speak.ts";
import { TargetChip, TargetTrouble } from "./target-state.tsx";
import { TestResult, useTest } from "./tested.tsx";

interface Props {
  chat: ChannelTarget;
  /** It was added just now: it is tested without being asked, and has the focus. */
  isNew: boolean;
  reload: () => Promise<void>;
  onRemove: () => void;
}

/** One chat of the account: where it leads, how it stands, and its test. */
export function ChatRow({ chat, isNew, reload, onRemove }: Props) {
  const { tested, test } = useTest(`/account/channels/${chat.id}/test`, reload);
  const heading = useRef<HTMLHeadingElement>(null);
  const { channels: said, settings } = words.value;
  const kinds: Record<string, string> = said.kinds;
  const service = kinds[chat.channel] ?? settings.channels[chat.channel];
  const isBusy = tested?.kind === "running";
  useEffect(() => {
    if (!isNew) return;
    heading.current?.focus();
    void test();
  }, [isNew]);

  return (
    <li class="panel">
      <div class="outside-head">
        <h2 ref={heading} tabIndex={-1}>
          <bdi>{chat.name}</bdi>
        </h2>
        <span class="quiet">
          {service} · <code>{chat.address}</code>
        </span>
        <TargetChip target={chat} isRefused={tested?.kind === "told" && !tested.test.ok} />
      </div>
      {tested?.kind !== "told" && <TargetTrouble target={chat} />}
      <TestResult
        tested={tested}
        passed={said.passed(service)}
        failed={said.failed(service)}
        saysMore={false}
      />
      <div class="actions">
        <button
          type="button"
          aria-label={said.testOf(chat.name)}
          aria-disabled={isBusy}
          onClick={() => void test()}
        >
          {isBusy ? said.testing : said.test}
        </button>
        <button type="button" class="link" aria-label={said.removeOf(chat.name)} onClick={onRemove}>
          {said.remove}
        </button>
      </div>
    </li>
  );
}
