import type { AssessmentNumbers } from "../../contract/assessment-verdict.ts";
import { MINUTE_MS, useEvery } from "../use-every.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/speak.ts";
import { ProblemNote } from "./problem-note.tsx";

const COLUMNS = ["right", "partly", "wrong", "unrated"] as const;
type Counts = AssessmentNumbers["assessment_verdicts"];

/** How often holders agreed with the assessments of a range, whole and by what made them. */
export function AgreementTable({ asked }: { asked: string }) {
  const loaded = useLoaded<AssessmentNumbers>(`/analytics/assessments?${asked}`);
  useEvery(MINUTE_MS, loaded.reload);
  const { agreement: say } = words.value.numbers;
  const { data, problem } = loaded;
  return (
    <section class="panel agreement" aria-labelledby="numbers-agreement">
      <h2 id="numbers-agreement">{say.title}</h2>
      {data === null && problem !== null && (
        <ProblemNote problem={problem} onRetry={() => void loaded.reload()} />
      )}
      {data !== null && data.by_source.length === 0 && <p class="quiet">{say.none}</p>}
      {data !== null && data.by_source.length > 0 && <Verdicts numbers={data} />}
    </section>
  );
}

function Verdicts({ numbers }: { numbers: AssessmentNumbers }) {
  const { agreement: say } = words.value.numbers;
  const rows = numbers.by_source.map(({ source, model, ...counts }) => ({
    name: source === "rules" ? say.rules : (model ?? source),
    counts,
  }));
  return (
    <div class="table-box" tabIndex={0} role="region" aria-labelledby="numbers-agreement">
      <table class="numbers-table">
        <thead>
          <tr>
            <th scope="col">{say.column}</th>
            {COLUMNS.map((column) => (
              <th scope="col" key={column}>
                {say.verdicts[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, counts }) => (
            <Row key={name} name={name} counts={counts} />
          ))}
          {rows.length > 1 && <Row name={say.all} counts={numbers.assessment_verdicts} />}
        </tbody>
      </table>
    </div>
  );
}

function Row({ name, counts }: { name: string; counts: Counts }) {
  return (
    <tr>
      <th scope="row">
        {name}
        <VerdictBar counts={counts} />
      </th>
      {COLUMNS.map((column) => (
        <td key={column}>{counts[column]}</td>
      ))}
    </tr>
  );
}

/** The shares of those that were judged, as one bar; the numbers beside it say the same. */
function VerdictBar({ counts: { right, partly, wrong } }: { counts: Counts }) {
  const judged = right + partly + wrong;
  if (judged === 0) return null;
  const percent = (count: number) => `${(count / judged) * 100}%`;
  return (
    <svg class="share" width="100%" height="6" aria-hidden="true">
      <rect width={percent(right)} height="6" data-verdict="right" />
      <rect x={percent(right)} width={percent(partly)} height="6" data-verdict="partly" />
      <rect x={percent(right + partly)} width={percent(wrong)} height="6" data-verdict="wrong" />
    </svg>
  );
}
