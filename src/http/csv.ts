/** What a cell of a table can hold. */
export type Cell = string | number | null;

/** What a spreadsheet would take for a formula, and a browser for the end of a cell's harmlessness. */
const FORMULA = /^[=+\-@\t\r]/;

/** A line of CSV (RFC 4180). Text that a spreadsheet would run as a formula gets a `'` in front. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A table as a CSV file that is read while it is sent: `pages` is asked for the next page only when the one before has
 * been taken. The first is read before the answer begins, so that a failure there is still a problem, not a torn file.
 */
export async function csvFile(
  name: string,
  header: readonly string[],
  pages: AsyncIterator<readonly (readonly Cell[])[]>,
): Promise<Response> {
  const encoder = new TextEncoder();
  let next: IteratorResult<readonly (readonly Cell[])[], unknown> | null = await pages.next();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // The byte order mark tells spreadsheets that this is UTF-8.
      controller.enqueue(encoder.encode(`\uFEFF${csvLine(header)}`));
    },
    async pull(controller) {
      const page = next ?? (await pages.next());
      next = null;
      if (page.done) controller.close();
      else controller.enqueue(encoder.encode(page.value.map(csvLine).join("")));
    },
    async cancel() {
      await pages.return?.();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}
