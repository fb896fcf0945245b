import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import type { HandoffDetail } from "../../contract/handoff.ts";
import { startHere } from "../../contract/start-here.ts";
import { dissolve } from "../dissolve.ts";
import { startWords } from "../start-words.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { ReadBackPanel } from "./read-back-panel.tsx";

/** The single next action, why that, the read-back that begins from it, and the way on into the session. */
export function StartHere({ detail, reload }: { detail: HandoffDetail; reload: () => Promise<void> }) {
  const me = useMe();
  const { route } = useLocation();
  const [isGoing, setGoing] = useState(false);
  const { handoff, session } = detail;
  const said = words.value.session.context;
  const start = startHere(detail);
  const { action, why, claim } =
    session.status === "resolved"
      ? { action: session.resolution ?? said.over, why: said.resolved, claim: null }
      : startWords(start);
  // What the rules suggest in words of their own is English.
  const isEnglish = start.kind === "suggested" && handoff.ai_assessment_data?.source === "rules";
  const lang = isEnglish && session.status !== "resolved" ? "en" : undefined;
  const isHolder = handoff.status === "claimed" && handoff.claimed_by === me.user.id;
  const goOn = async () => {
    if (isGoing) return;
    setGoing(true);
    await dissolve(session.id, () => route(`/sessions/${session.id}`));
  };
  const saved = async () => {
    await reload();
    if (isHolder && handoff.read_back === null) await goOn();
  };

  return (
    <>
      <div class="first">
        <p class="first-move" dir="auto" lang={lang}>
          {action}
        </p>
        <p class="quiet">{why}</p>
        {claim !== null && (
          <p class="quiet prose" dir="auto" lang={lang}>
            {claim}
          </p>
        )}
      </div>
      <ReadBackPanel handoff={handoff} first={action} personId={me.user.id} onSaved={saved} />
      <div class="actions">
        <button
          type="button"
          class={isHolder && handoff.read_back !== null ? "primary" : "plain"}
          aria-disabled={isGoing}
          onClick={() => void goOn()}
        >
          {isHolder ? (handoff.read_back === null ? said.goOnWithout : said.goOn) : said.toSession}
        </button>
      </div>
    </>
  );
}
