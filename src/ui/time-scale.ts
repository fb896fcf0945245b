/** Marks on a scale of durations, in seconds: round for a reader, roughly evenly apart where the scale grows tenfold. */
const MARKS = [1, 10, 60, 300, 1_800, 7_200, 28_800, 86_400, 604_800, 2_592_000, 15_552_000];

/** The marks that frame and lie between two durations (seconds). */
export function marksBetween(least: number, most: number): number[] {
  const first = MARKS.findLastIndex((mark) => mark <= Math.max(1, least));
  const last = MARKS.findIndex((mark) => mark >= most);
  return MARKS.slice(first, last === -1 ? undefined : Math.max(last, first + 1) + 1);
}

/** Where a duration stands between the first and the last mark: 0 to 1, each tenfold equally wide. */
export function placeOn(marks: readonly number[], seconds: number): number {
  const [least, most] = [marks[0] ?? 1, marks.at(-1) ?? 1];
  if (most <= least) return 0;
  const place = (Math.log(Math.max(seconds, least)) - Math.log(least)) / (Math.log(most) - Math.log(least));
  return Math.min(1, place);
}
