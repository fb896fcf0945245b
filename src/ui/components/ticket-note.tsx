import { useState } from "preact/hooks";
import type { Handoff } from "../../contract/handoff.ts";
import type { PsaPush } from "../../contract/psa-note.ts";
import { ApiProblem } from "../api-problem.ts";
import { isWorking } from "../me.ts";
import { pushNote } from "../push-note.ts";
import { ticketUrl } from "../ticket-url.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { useQuietReload } from "../use-quiet-reload.ts";
import { words } from "../words/spoken.ts";
import { OnlineButton } from "./online-button.tsx";
import { ProblemNote } from "./problem-note.tsx";

interface Props {
  handoff: Handoff;
  /** Whether there is a connection by which the ticket can be told. */
  isConnected: boolean;
}

/** How a handoff's note in the ticket stands, and the way to drive it. */
export function TicketNote({ handoff, isConnected }: Props) {
  const me = useMe();
  const { session_id, id } = handoff;
  const {
    data: push,
    problem: unread,
    reload,
  } = useLoaded<PsaPush>(`/ai-sessions/${session_id}/handoffs/${id}/psa-push`);
  useLiveReload(session_id, reload);
  // That a try was in vain is no event while there are more to come.
  useQuietReload(reload, push?.state === "pending");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const said = words.value.psa.ticket;

  const drive = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await pushNote(handoff);
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
    await reload();
    setBusy(false);
  };
  if (push === null) {
    return unread === null ? null : <ProblemNote problem={unread} onRetry={() => void reload()} />;
  }
  const { state, last_error } = push;
  // Why nothing is written is said already.
  if (state === "none" && !isConnected) return null;
  const url = ticketUrl(push.url);
  const isInVain = last_error !== null && state !== "pushed";
  const mayDrive = isWorking(me) && isConnected && (state === "none" || isInVain);

  return (
    <div class="ticket-note" data-push={state}>
      <p class="ticket-state">{stateWords(state, isInVain)}</p>
      {isInVain && (
        <p>
          {said.says} <span dir="auto">{last_error}</span>
        </p>
      )}
      {problem !== null && <ProblemNote problem={problem} sent />}
      {(url !== null || mayDrive) && (
        <div class="actions">
          {url !== null && (
            <a href={url} target="_blank" rel="noopener noreferrer">
              {said.open}
            </a>
          )}
          {mayDrive && (
            <OnlineButton busy={isBusy} onPress={() => void drive()}>
              {state === "none" ? said.push : said.again}
            </OnlineButton>
          )}
        </div>
      )}
    </div>
  );
}

function stateWords(state: PsaPush["state"], isInVain: boolean): string {
  const said = words.value.psa.ticket;
  switch (state) {
    case "none":
      return said.nothing;
    case "pending":
      return isInVain ? said.retrying : said.pending;
    case "pushed":
      return said.pushed;
    case "failed":
      return said.failed;
    default:
      return state satisfies never;
  }
}
