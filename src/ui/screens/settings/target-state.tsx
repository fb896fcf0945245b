import type { ChannelTarget } from "../../../contract/channel-target.ts";
import { Ago } from "../../components/ago.tsx";
import { words } from "../../words/speak.ts";
import { TheirWords } from "./their-words.tsx";

/** Whether a chat or browser takes what it is told; one that just refused its test does not. */
export function TargetChip({ target, isRefused = false }: { target: ChannelTarget; isRefused?: boolean }) {
  const { channels: said } = words.value;
  const works = target.broken_since === null && !isRefused;
  return (
    <span class="chip" data-works={works ? "yes" : "no"}>
      {works ? said.works : said.broken}
    </span>
  );
}

/** Since when one takes nothing, and what it said last. */
export function TargetTrouble({ target: { broken_since, last_error } }: { target: ChannelTarget }) {
  if (broken_since === null) return null;
  return (
    <div class="note note-problem">
      <p>
        {words.value.channels.since} <Ago at={broken_since} />
      </p>
      {last_error !== null && <TheirWords words={last_error} />}
    </div>
  );
}
