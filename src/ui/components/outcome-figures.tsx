import type { EscalationNumbers } from "../../contract/analytics.ts";
import { durationOrDash, durationWords, locale } from "../duration-words.ts";
import { words } from "../words/speak.ts";

const STATES = ["created", "claimed", "open", "resolved", "returned", "withdrawn", "superseded"] as const;

/** What became of the escalations, and how their holders began. */
export function OutcomeFigures({ numbers }: { numbers: EscalationNumbers }) {
  const { states: say } = words.value.numbers;
  const { p50, p90 } = numbers.time_to_first_action_seconds;
  const rate = numbers.read_back_rate;
  return (
    <section class="panel outcome" aria-labelledby="numbers-outcome">
      <h2 id="numbers-outcome">{say.title}</h2>
      <dl class="tally">
        {STATES.map((state) => (
          <div key={state}>
            <dt>{say[state]}</dt>
            <dd>{numbers[state]}</dd>
          </div>
        ))}
        <div>
          <dt>{say.action}</dt>
          <dd>
            {durationOrDash(p50)} {p90 !== null && <span>{say.actionHelp(durationWords(p90))}</span>}
          </dd>
        </div>
        <div>
          <dt>{say.readBack}</dt>
          <dd>
            {rate === null
              ? "–"
              : new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(
                  rate,
                )}{" "}
            <span>{say.readBackHelp}</span>
          </dd>
        </div>
      </dl>
    </section>
  );
}
