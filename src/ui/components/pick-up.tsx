import { useState } from "preact/hooks";
import type { Handoff } from "../../contract/handoff.ts";
import type { Person } from "../../contract/person.ts";
import { announce } from "../announcement.ts";
import { ApiProblem } from "../api-problem.ts";
import { post } from "../api.ts";
import { now } from "../clock.ts";
import { mayDo } from "../may-do.ts";
import { isOffline } from "../present-freshness.ts";
import { agoWords } from "../time-words.ts";
import { useKeys } from "../use-keys.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { OnlineButton } from "./online-button.tsx";
import { ProblemNote } from "./problem-note.tsx";

interface Props {
  handoff: Handoff;
  reload: () => Promise<void>;
  /** It is now this person's. */
  onPickedUp: () => void;
}

/** Takes a handoff that waits. Whoever is too late is told who was quicker: that is no error. */
export function PickUp({ handoff, reload, onPickedUp }: Props) {
  const me = useMe();
  const [isClaiming, setClaiming] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [lost, setLost] = useState<{ by: Person; at: string } | null>(null);
  const said = words.value.queue.card;
  const may = mayDo("claim", handoff, { id: me.user.id, role: me.role });

  const pickUp = async () => {
    if (isOffline.peek()) return announce(words.peek().queue.card.offline);
    if (isClaiming) return undefined;
    setClaiming(true);
    setProblem(null);
    try {
      await post(`/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/claim`, {});
      await reload();
      onPickedUp();
    } catch (error) {
      const refused = ApiProblem.from(error);
      const { problem: told } = refused;
      // The contract's own words for this code (`api.md` §5).
      if (refused.code === "already_claimed") {
        setLost({ by: told["claimed_by"] as Person, at: String(told["claimed_at"]) });
      } else setProblem(refused);
      await reload();
    }
    setClaiming(false);
    return undefined;
  };
  useKeys({
    pick_up: () => {
      if (may) void pickUp();
      return may;
    },
  });

  return (
    <>
      {(may || isClaiming) && (
        <OnlineButton tone="primary" shortcut="p" busy={isClaiming} onPress={() => void pickUp()}>
          {isClaiming ? said.claiming : said.pickUp}
        </OnlineButton>
      )}
      {lost !== null && handoff.claimed_by === lost.by.id && (
        <p class="note note-lost" role="alert">
          {words.value.session.context.lost(lost.by.name, agoWords(lost.at, now.value))}
        </p>
      )}
      {problem !== null && <ProblemNote problem={problem} sent />}
    </>
  );
}
