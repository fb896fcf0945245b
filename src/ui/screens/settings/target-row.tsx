import type { ComponentChildren } from "preact";
import type { ChannelTarget } from "../../../contract/channel-target.ts";
import { words } from "../../words/speak.ts";
import { TargetChip, TargetTrouble } from "./target-state.tsx";
import { TestResult, useTest } from "./tested.tsx";

interface Props {
  target: ChannelTarget;
  about: ComponentChildren;
  reload: () => Promise<void>;
  onRemove: () => void;
}

/** One of somebody's own chats or browsers: how it stands, and its test. */
export function TargetRow({ target, about, reload, onRemove }: Props) {
  const { tested, test } = useTest(`/me/channels/${target.id}/test`, reload);
  const { channels: said } = words.value;
  const isBusy = tested?.kind === "running";
  const isRefused = tested?.kind === "told" && !tested.test.ok;
  return (
    <li>
      <span class="row-name">
        <bdi>{target.name}</bdi>
      </span>
      <span class="quiet">{about}</span>
      {(isRefused || target.broken_since !== null) && <TargetChip target={target} isRefused={isRefused} />}
      <span class="actions row-actions">
        <button
          type="button"
          class="link"
          aria-label={said.testOf(target.name)}
          aria-disabled={isBusy}
          onClick={() => void test()}
        >
          {isBusy ? said.testing : said.test}
        </button>
        <button type="button" class="link" aria-label={said.removeOf(target.name)} onClick={onRemove}>
          {said.remove}
        </button>
      </span>
      {tested?.kind !== "told" && <TargetTrouble target={target} />}
      <TestResult
        tested={tested}
        passed={said.passed(target.name)}
        failed={said.failed(target.name)}
        saysMore={false}
      />
    </li>
  );
}
