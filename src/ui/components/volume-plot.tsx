import { useState } from "preact/hooks";
import { durationOrDash } from "../duration-words.ts";
import type { PlotPoint } from "../plot-point.ts";
import { words } from "../words/speak.ts";
import { Plot } from "./plot.tsx";

interface Props {
  id: string;
  say: { title: string; column: string; summary: string };
  points: PlotPoint[];
}

/** How many escalations there were and how long they typically waited, as a picture and as a table. */
export function VolumePlot({ id, say, points }: Props) {
  const { numbers } = words.value;
  const [pointed, setPointed] = useState<number | null>(null);
  const [isOpen, setOpen] = useState(false);
  const point = pointed === null ? undefined : points[pointed];
  const hasClaimed = points.some(({ claimed }) => claimed !== undefined);
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="plot-head">
        <h2 id={id}>{say.title}</h2>
        <p class="plot-key" aria-hidden="true">
          {point === undefined ? (
            <>
              <span class="key-bar" /> {numbers.created} <span class="key-line" /> {numbers.typical}
            </>
          ) : (
            numbers.now(point.name, point.created, point.p50 === null ? null : durationOrDash(point.p50))
          )}
        </p>
      </div>
      <Plot points={points} summary={say.summary} onPoint={setPointed} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{numbers.asTable}</summary>
        {isOpen && (
          <div class="table-box" tabIndex={0} role="region" aria-labelledby={id}>
            <table class="numbers-table">
              <thead>
                <tr>
                  <th scope="col">{say.column}</th>
                  <th scope="col">{numbers.created}</th>
                  {hasClaimed && <th scope="col">{numbers.claimed}</th>}
                  <th scope="col">{numbers.typical}</th>
                </tr>
              </thead>
              <tbody>
                {points.map(({ key, name, created, claimed, p50 }) => (
                  <tr key={key}>
                    <th scope="row">{name}</th>
                    <td>{created}</td>
                    {hasClaimed && <td>{claimed}</td>}
                    <td>{durationOrDash(p50)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </details>
    </section>
  );
}
