import { useState } from "preact/hooks";
import type { LoggedEvent } from "../../contract/event.ts";
import type { Handoff } from "../../contract/handoff.ts";
import { ApiProblem } from "../api-problem.ts";
import { post } from "../api.ts";
import { type AskedTakeOver, askedTakeOver } from "../asked-take-over.ts";
import { now } from "../clock.ts";
import { mayAnswerTakeOver, mayAskTakeOver } from "../may-do.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { OnlineButton } from "./online-button.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { ReasonForm } from "./reason-form.tsx";

interface Props {
  handoff: Handoff;
  timeline: LoggedEvent[];
  reload: () => Promise<void>;
}

/** Asks the holder for a handoff, and answers whoever has asked. */
export function TakeOver({ handoff, timeline, reload }: Props) {
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  const said = words.value.session.takeOver;
  const viewer = { id: me.user.id, role: me.role };
  const asked = handoff.status === "claimed" ? askedTakeOver(timeline) : null;
  if (asked !== null) {
    const mayAnswer = mayAnswerTakeOver(handoff, asked.asked_at, viewer, now.value);
    return (
      <Request key={asked.asked_at} handoff={handoff} asked={asked} mayAnswer={mayAnswer} reload={reload} />
    );
  }
  if (!mayAskTakeOver(handoff, viewer)) return null;
  const ask = async (reason: string) => {
    await post(`${addressOf(handoff)}/take-over-request`, { reason });
    setOpen(false);
    await reload();
  };
  return (
    <>
      <div class="actions">
        <OnlineButton expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {said.ask}
        </OnlineButton>
      </div>
      {isOpen && (
        <ReasonForm
          verb="take_over"
          submit={said.send(handoff.claimed_by_name ?? said.holder)}
          onSend={ask}
        />
      )}
    </>
  );
}

function Request(props: {
  handoff: Handoff;
  asked: AskedTakeOver;
  mayAnswer: boolean;
  reload: () => Promise<void>;
}) {
  const { handoff, asked, mayAnswer, reload } = props;
  const me = useMe();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const said = words.value.session.takeOver;

  const answer = async (agree: boolean) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await post(`${addressOf(handoff)}/take-over-answer`, { agree });
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
    await reload();
    setBusy(false);
  };

  return (
    <div class="note" role="status">
      <p dir="auto">
        {asked.by.id === me.user.id ? said.youAsk(asked.reason) : said.asks(asked.by.name, asked.reason)}
      </p>
      {mayAnswer && (
        <div class="actions">
          <OnlineButton tone="primary" busy={isBusy} onPress={() => void answer(true)}>
            {said.agree}
          </OnlineButton>
          <OnlineButton busy={isBusy} onPress={() => void answer(false)}>
            {handoff.claimed_by === me.user.id
              ? said.keep
              : said.leave(handoff.claimed_by_name ?? said.holder)}
          </OnlineButton>
        </div>
      )}
      {problem !== null && <ProblemNote problem={problem} sent />}
    </div>
  );
}

function addressOf(handoff: Handoff): string {
  return `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}`;
}
