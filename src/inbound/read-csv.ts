/** A line of a table with the number of the line that it begins on in the file. */
export interface CsvLine {
  row: number;
  cells: string[];
}

/** Reads CSV (RFC 4180), with commas, semicolons or tabs as the first line has them; a quote that never ends takes the rest. */
export function readCsv(text: string): CsvLine[] {
  const whole = text.replace(/^\uFEFF/, "");
  const [head = ""] = whole.split("\n", 1);
  const separator = [";", "\t"].find((one) => head.split(one).length > head.split(",").length) ?? ",";
  const lines: CsvLine[] = [];
  let cells: string[] = [];
  let cell = "";
  // Whether the cell holds nothing but spaces so far; looking again at each quote would take a long cell for ever.
  let bare = true;
  let quoted = false;
  let row = 1;
  let begun = 1;
  const endCell = () => {
    cells.push(cell);
    [cell, bare] = ["", true];
  };
  const endLine = () => {
    endCell();
    if (cells.some((one) => one.trim() !== "")) lines.push({ row: begun, cells });
    [cells, begun] = [[], row];
  };
  for (let at = 0; at < whole.length; at++) {
    const character = whole[at] ?? "";
    if (character === "\n") row++;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (whole[at + 1] === '"') cell += whole[++at] ?? "";
      else quoted = false;
    } else if (character === '"' && bare) {
      [cell, bare, quoted] = ["", false, true];
    } else if (character === separator) {
      endCell();
    } else if (character === "\n") {
      endLine();
    } else if (character !== "\r") {
      cell += character;
      bare &&= character.trim() === "";
    }
  }
  endLine();
  return lines;
}
