import type { Message, Step } from "../../contract/session.ts";
import { Ago } from "./ago.tsx";
import { StepBody } from "./step-body.tsx";

type Entry = { kind: "message"; at: string; message: Message } | { kind: "step"; at: string; step: Step };

const SPEAKERS: Record<Message["role"], string> = {
  user: "Somebody",
  assistant: "Assistant",
  system: "Baton",
};

/** What was said and what was tried, as one list in the order of time. */
export function SessionTimeline({ messages, steps }: { messages: Message[]; steps: Step[] }) {
  const entries: Entry[] = [
    ...messages.map((message) => ({ kind: "message" as const, at: message.created_at, message })),
    ...steps.map((step) => ({ kind: "step" as const, at: step.created_at, step })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (entries.length === 0) return <p class="quiet">Nothing has been said or tried yet.</p>;
  return (
    <ol class="timeline">
      {entries.map((entry) =>
        entry.kind === "message" ? (
          <li key={entry.message.id} class="message" data-role={entry.message.role}>
            <p class="quiet">
              {entry.message.author_name ?? SPEAKERS[entry.message.role]} · <Ago at={entry.at} />
            </p>
            <p class="prose">{entry.message.content}</p>
          </li>
        ) : (
          <li key={entry.step.id} class="step" data-result={entry.step.result}>
            <p class="quiet">
              Step {entry.step.position} · {entry.step.author_name ?? "A tool"} · <Ago at={entry.at} />
            </p>
            <StepBody step={entry.step} />
          </li>
        ),
      )}
    </ol>
  );
}
