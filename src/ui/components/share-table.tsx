import { durationOrDash } from "../duration-words.ts";

/** A row of a table of parts: how many, and further columns. */
export interface Share {
  key: string;
  name: string;
  count: number;
  /** Numbers, or seconds where the column says so. */
  more: (number | null)[];
}

interface Props {
  id: string;
  title: string;
  /** What the rows are, what is counted, and the further columns. */
  columns: { name: string; count: string; more: { title: string; isDuration: boolean }[] };
  shares: Share[];
}

/** Parts of a whole as a table, with a bar beside each count. */
export function ShareTable({ id, title, columns, shares }: Props) {
  const most = Math.max(1, ...shares.map(({ count }) => count));
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div class="table-box" tabIndex={0} role="region" aria-labelledby={id}>
        <table class="numbers-table">
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.count}</th>
              {columns.more.map((column) => (
                <th scope="col" key={column.title}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shares.map((share) => (
              <tr key={share.key}>
                <th scope="row">
                  {share.name}
                  <svg class="share" width="100%" height="4" aria-hidden="true">
                    <rect width={`${(share.count / most) * 100}%`} height="4" rx="2" />
                  </svg>
                </th>
                <td>{share.count}</td>
                {columns.more.map((column, index) => {
                  const value = share.more[index] ?? null;
                  return (
                    <td key={column.title}>{column.isDuration ? durationOrDash(value) : (value ?? "–")}</td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
