const UNITS = [
  { name: "day", minutes: 24 * 60 },
  { name: "hour", minutes: 60 },
  { name: "minute", minutes: 1 },
];

/** How long something took (ms), in its two largest units: "2 hours 5 minutes". */
export function durationWords(ms: number): string {
  let left = Math.floor(ms / 60_000);
  const words: string[] = [];
  for (const { name, minutes } of UNITS) {
    const count = Math.floor(left / minutes);
    left -= count * minutes;
    if (count > 0) words.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return words.slice(0, 2).join(" ") || "less than a minute";
}
