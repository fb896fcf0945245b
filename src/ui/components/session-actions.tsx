import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import type { HandedOff, SessionDetail } from "../../contract/handoff.ts";
import { post } from "../api.ts";
import { mayDo, maySteer } from "../may-do.ts";
import { isWorking } from "../me.ts";
import { offerUndo } from "../release.ts";
import { useMe } from "../use-me.ts";
import { HandOffForm } from "./hand-off-form.tsx";
import { HandOffReceipt } from "./hand-off-receipt.tsx";
import { ReasonForm } from "./reason-form.tsx";
import { SessionTakeOver } from "./session-take-over.tsx";

type Verb = "hand_off" | "resolve" | "release" | "return" | "withdraw" | "resume";

const WORDS: Record<Verb, string> = {
  hand_off: "Hand off",
  resolve: "Resolve",
  release: "Release",
  return: "Return",
  withdraw: "Withdraw",
  resume: "Resume",
};

/** What this person may do with the session as it stands; one form is open at a time. */
export function SessionActions({ session, onDone }: { session: SessionDetail; onDone: () => Promise<void> }) {
  const me = useMe();
  const { query } = useLocation();
  const [open, setOpen] = useState<Verb | null>(query["do"] === "hand_off" ? "hand_off" : null);
  const [receipt, setReceipt] = useState<HandedOff | null>(null);
  const viewer = { id: me.user.id, role: me.role };
  const active = session.handoffs.find(({ status }) => status === "open" || status === "claimed");
  const steers = maySteer(session, session.handoffs, viewer);
  const verbs = (["release", "return", "withdraw"] as const).filter(
    (verb) => active !== undefined && mayDo(verb, active, viewer),
  );
  const mayResume = steers && session.status === "paused" && session.user_id === me.user.id;
  const offered: Verb[] = [
    ...(mayResume ? (["resume"] as const) : []),
    ...(steers ? (["hand_off", "resolve"] as const) : []),
    ...verbs,
  ];
  const current = open !== null && offered.includes(open) ? open : null;
  const done = async () => {
    setOpen(null);
    await onDone();
  };
  const send = (path: string) => async (body: object) => {
    await post(path, body);
    await done();
  };
  const base = `/ai-sessions/${session.id}`;

  // Whoever handed off follows what becomes of it, also after a reload.
  const followed = receipt ?? (active?.handed_off_by === me.user.id ? active : null);
  const isClaimed = active?.status === "claimed" && isWorking(me);
  if (offered.length === 0 && followed === null && !isClaimed) return null;
  return (
    <section class="panel" aria-labelledby="actions">
      <h2 id="actions">What next</h2>
      {isClaimed && <SessionTakeOver key={active.id} handoff={active} onDone={onDone} />}
      {followed !== null && <HandOffReceipt key={followed.id} handedOff={followed} />}
      <div class="actions">
        {offered.map((verb) => (
          <button
            key={verb}
            type="button"
            aria-expanded={current === verb}
            onClick={() => setOpen(current === verb ? null : verb)}
          >
            {WORDS[verb]}
          </button>
        ))}
      </div>
      {current === "hand_off" && (
        <HandOffForm
          sessionId={session.id}
          replaces={active}
          onHandedOff={async (handedOff) => {
            setReceipt(handedOff);
            await done();
          }}
        />
      )}
      {current === "resume" && (
        <ReasonForm verb="resume" submit="Resume now" onSend={() => send(`${base}/resume`)({})} />
      )}
      {current === "resolve" && (
        <ReasonForm
          verb="resolve"
          submit="Resolve session"
          onSend={(resolution) => send(`${base}/resolve`)({ resolution })}
        />
      )}
      {active !== undefined && (current === "release" || current === "return" || current === "withdraw") && (
        <ReasonForm
          key={current}
          verb={current}
          submit={WORDS[current]}
          onSend={async (reason) => {
            await send(`${base}/handoffs/${active.id}/${current}`)({ reason });
            const released = {
              session_id: session.id,
              handoff_id: active.id,
              problem: session.problem_summary,
            };
            if (current === "release") offerUndo(released);
          }}
        />
      )}
    </section>
  );
}
