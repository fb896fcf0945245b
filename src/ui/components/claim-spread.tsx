import type { EscalationNumbers } from "../../contract/analytics.ts";
import { durationOrDash, durationWords } from "../duration-words.ts";
import { marksBetween, placeOn } from "../time-scale.ts";
import { words } from "../words/speak.ts";

/** How long people waited until somebody picked up: not an average, but how it is spread. */
export function ClaimSpread({ spread }: { spread: EscalationNumbers["time_to_claim_seconds"] }) {
  const { claim: say } = words.value.numbers;
  const { p50, p90, p99, max, still_waiting } = spread;
  return (
    <section class="panel spread" aria-labelledby="numbers-claim">
      <h2 id="numbers-claim">{say.title}</h2>
      <dl class="figures">
        <Figure name={say.half} value={durationOrDash(p50)} mark="half" />
        <Figure name={say.nine} value={durationOrDash(p90)} mark="nine" />
        <Figure name={say.most} value={durationOrDash(p99)} mark="most" />
        <Figure name={say.longest} value={durationOrDash(max)} />
        <Figure name={say.waiting} value={String(still_waiting)} isLoud={still_waiting > 0} />
      </dl>
      {p50 !== null && p90 !== null && p99 !== null && max !== null && (
        <Scale half={p50} nine={p90} most={p99} longest={max} />
      )}
      <p class="quiet">{say.counted(still_waiting)}</p>
    </section>
  );
}

interface FigureProps {
  name: string;
  value: string;
  mark?: string;
  isLoud?: boolean;
}

function Figure({ name, value, mark, isLoud = false }: FigureProps) {
  return (
    <div data-mark={mark} data-loud={isLoud || undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The same percentiles on one line; what it shows is said in words beside it. */
function Scale({ half, nine, most, longest }: Record<"half" | "nine" | "most" | "longest", number>) {
  const marks = marksBetween(half / 4, longest);
  const at = (seconds: number) => `${(1 + placeOn(marks, seconds) * 98).toFixed(2)}%`;
  const width = (from: number, to: number) =>
    `${((placeOn(marks, to) - placeOn(marks, from)) * 98).toFixed(2)}%`;
  return (
    <svg class="scale" width="100%" height="64" aria-hidden="true">
      <rect class="scale-line" x="1%" y="19" width="98%" height="2" />
      <rect class="scale-most" x={at(half)} y="16" width={width(half, longest)} height="8" rx="4" />
      <rect class="scale-nine" x={at(half)} y="12" width={width(half, nine)} height="16" rx="4" />
      {marks.map((mark, index) => (
        <g key={mark}>
          <rect class="scale-line" x={at(mark)} y="34" width="1" height="5" />
          <text
            x={at(mark)}
            y="54"
            text-anchor={index === 0 ? "start" : index === marks.length - 1 ? "end" : "middle"}
          >
            {durationWords(mark)}
          </text>
        </g>
      ))}
      <circle class="scale-half" cx={at(half)} cy="20" r="9" />
      <circle class="scale-end" cx={at(nine)} cy="20" r="6" />
      <circle class="scale-tip" cx={at(most)} cy="20" r="4" />
    </svg>
  );
}
