import type { PolicyPreview } from "../../../contract/escalation-policy.ts";
import { PRIORITIES } from "../../../contract/handoff-lifecycle.ts";
import type { Team } from "../../../contract/member.ts";
import { Choose } from "../../components/choose.tsx";
import { locale, momentIn } from "../../components/day.tsx";
import { Field } from "../../components/field.tsx";
import { words } from "../../words/speak.ts";
import { teamOptions } from "./choices.ts";
import { durationWords } from "./preview-words.ts";
import type { Asked, Foreseen } from "./use-preview.ts";

interface Props {
  asked: Asked;
  onAsk: (asked: Asked) => void;
  foreseen: Foreseen;
  /** Whether every field that counts is filled in. */
  isComplete: boolean;
  teams: readonly Team[];
}

/** Who would be told when, under the policy as it is typed. */
export function PolicyPreviewPanel({ asked, onAsk, foreseen, isComplete, teams }: Props) {
  const { preview: said, priorities } = words.value.settings;
  const ask = (change: Partial<Asked>) => onAsk({ ...asked, ...change });
  return (
    <section class="panel policy-preview" aria-labelledby="preview">
      <h2 id="preview">{said.title}</h2>
      <div class="field-pair">
        <Field label={said.priority} pointer="/priority">
          {(control) => (
            <Choose
              {...control}
              options={PRIORITIES.map((priority) => [priority, priorities[priority]])}
              value={asked.priority}
              onChoose={(priority) => ask({ priority })}
            />
          )}
        </Field>
        {teams.length > 0 && (
          <Field label={said.team} pointer="/team_id">
            {(control) => (
              <Choose
                {...control}
                options={teamOptions(teams)}
                value={asked.team}
                onChoose={(team) => ask({ team })}
              />
            )}
          </Field>
        )}
        <Field label={said.at} pointer="/at" hint={said.atHint}>
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              value={asked.at}
              onInput={(event) => ask({ at: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      {isComplete ? <Foresight foreseen={foreseen} /> : <p class="quiet">{said.incomplete}</p>}
    </section>
  );
}

function Foresight({ foreseen: { steps, from, judged, isFresh } }: { foreseen: Foreseen }) {
  const { preview: said, reading } = words.value.settings;
  if (judged !== null) return <Impossible reasons={judged.problem.errors?.map(({ detail }) => detail)} />;
  if (steps === null) return <p class="quiet">{reading}</p>;
  if (steps.length === 0) return <p>{said.nobody}</p>;
  return (
    <>
      <ol class="foreseen" aria-busy={!isFresh}>
        {steps.map((step) => (
          <Step key={`${step.at} ${step.kind}`} step={step} from={from} />
        ))}
      </ol>
      <p class="quiet">{said.tail}</p>
    </>
  );
}

const MOST_NAMES = 8;

function Step({ step, from }: { step: PolicyPreview["steps"][number]; from: number }) {
  const { preview: said, channels } = words.value.settings;
  const lasts = durationWords(Date.parse(step.at) - from, locale());
  const people = step.recipients.filter(({ user_id }) => user_id !== null);
  const chats = step.recipients
    .filter(({ user_id }) => user_id === null)
    .map(({ name, channel }) => `${name} (${channelWords(channel, channels)})`);
  const names = [...new Set(people.map(({ name }) => name))];
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  const list = listed(more > 0 ? [...shown, said.more(more)] : shown);
  const used = [...new Set(people.map(({ channel }) => channelWords(channel, channels)))];
  return (
    <li>
      <p>
        <strong>{lasts === null ? said.atOnce : said.after(lasts)}</strong>{" "}
        <time class="quiet" dateTime={step.at}>
          {momentIn(step.at)}
        </time>
      </p>
      <p>
        <span class="chip">{said.kinds[step.kind]}</span>{" "}
        {people.length > 0 && (
          <>
            <bdi>{list}</bdi> <span class="quiet">{said.by(listed(used))}</span>
          </>
        )}{" "}
        {chats.length > 0 && (
          <bdi>{people.length > 0 ? said.inChats(listed(chats)) : said.onlyChats(listed(chats))}</bdi>
        )}
      </p>
    </li>
  );
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat(locale()).format(names);
}

function channelWords(channel: string, known: Record<string, string>): string {
  return known[channel] ?? channel;
}

function Impossible({ reasons }: { reasons: string[] | undefined }) {
  const { preview: said } = words.value.settings;
  if (reasons === undefined) return <p class="stale">{said.unread}</p>;
  return (
    <div class="note note-problem">
      <p>{said.impossible}</p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
