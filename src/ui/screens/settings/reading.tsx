import { ProblemNote } from "../../components/problem-note.tsx";
import { words } from "../../words/speak.ts";
import type { All } from "./use-all.ts";

/** What stands beside a list or in its place: that it is being read, or why it could not be. */
export function Reading({ of }: { of: Pick<All<unknown>, "problem" | "reload"> & { items: unknown } }) {
  if (of.problem !== null) return <ProblemNote problem={of.problem} onRetry={() => void of.reload()} />;
  return of.items === null ? <p class="quiet">{words.value.settings.reading}</p> : null;
}
