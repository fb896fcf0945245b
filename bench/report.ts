/** A target of the yardstick, and whether it was met. */
export interface Verdict {
  target: string;
  measured: string;
  met: boolean;
}

/** What one measurement has to say. */
export interface Report {
  title: string;
  /** The first row is the head. */
  table: string[][];
  verdicts: Verdict[];
  /** How it was measured, a sentence or two. */
  method: string;
}

/** A table as Markdown that is readable as text too. */
export function markdownTable(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length), 3),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

export function reportText({ title, method, table, verdicts }: Report): string {
  const judged = verdicts.map(
    ({ target, measured, met }) => `- ${met ? "**met**" : "**missed**"}: ${target} → ${measured}`,
  );
  return [`## ${title}`, method, markdownTable(table), judged.join("\n")].join("\n\n");
}
