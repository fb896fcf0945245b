import type { Loaded } from "../use-loaded.ts";
import { clockWords } from "../time-words.ts";
import { words } from "../words/spoken.ts";
import { ProblemNote } from "./problem-note.tsx";

/** Says that what is shown could not be read again, since when it stands, and why. */
export function StaleNote({ loaded }: { loaded: Loaded<unknown> }) {
  if (loaded.problem === null || loaded.at === null) return null;
  return (
    <>
      <p class="stale">{words.value.session.stale(clockWords(loaded.at))}</p>
      <ProblemNote problem={loaded.problem} onRetry={() => void loaded.reload()} />
    </>
  );
}
