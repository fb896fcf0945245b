import { useState } from "preact/hooks";
import type { LoggedEvent } from "../../contract/event.ts";
import type { Handoff } from "../../contract/handoff.ts";
import { announce } from "../announcement.ts";
import { post } from "../api.ts";
import { eventText } from "../event-text.ts";
import { focusHeading } from "../focus-heading.ts";
import { useMe } from "../use-me.ts";
import { verdictIn } from "../verdict-in.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";
import { VerdictForm } from "./verdict-form.tsx";

interface Props {
  handoff: Handoff;
  timeline: readonly LoggedEvent[];
  reload: () => Promise<void>;
}

/** What the holder made of the assessment, for everybody; and for the holder the way to say so. */
export function VerdictPanel({ handoff, timeline, reload }: Props) {
  const me = useMe();
  const [isChanging, setChanging] = useState(false);
  const said = words.value.session.verdict;
  if (handoff.ai_assessment_data === null) return null;
  const verdict = handoff.assessment_verdict;
  const mayJudge = handoff.status === "claimed" && handoff.claimed_by === me.user.id;
  const judged = timeline.findLast((event) => verdictIn(event) !== null);
  const comment = judged === undefined ? null : eventText(judged);
  const save = async (values: (name: string) => string | null) => {
    const address = `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/assessment-verdict`;
    await post<Handoff>(address, { verdict: values("verdict"), comment: values("comment") });
    announce(words.peek().session.verdict.sent);
    setChanging(false);
    await reload();
    focusHeading("ai-assessment");
  };

  return (
    <div class="verdict">
      {verdict !== null && (
        <>
          <p>
            <strong data-verdict={verdict}>{said.verdicts[verdict]}</strong>{" "}
            {judged !== undefined && (
              <span class="quiet">
                {said.by(judged.actor.name)} <Ago at={judged.created_at} />
              </span>
            )}
          </p>
          {comment !== null && (
            <p class="prose" dir="auto">
              {comment}
            </p>
          )}
        </>
      )}
      {mayJudge && (verdict === null || isChanging) && (
        <VerdictForm verdict={verdict} comment={comment} onSubmit={save} />
      )}
      {mayJudge && verdict !== null && !isChanging && (
        <button type="button" class="link" onClick={() => setChanging(true)}>
          {said.change}
        </button>
      )}
    </div>
  );
}
