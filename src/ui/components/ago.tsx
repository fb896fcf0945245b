import { now } from "../clock.ts";
import { agoWords, momentWords } from "../time-words.ts";

/** A moment as its age, with the date and time on hover. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentWords(at)}>
      {agoWords(at, now.value)}
    </time>
  );
}
