import type { Loaded } from "../use-loaded.ts";
import { PageHeading } from "./page-heading.tsx";
import { ProblemNote } from "./problem-note.tsx";

/** What stands in a screen's place until its resource is there, or the reason why it does not come. */
export function LoadingScreen({ what, loaded }: { what: string; loaded: Loaded<unknown> }) {
  const { problem } = loaded;
  if (problem === null) return <p class="quiet">Reading the {what}…</p>;
  return (
    <>
      <PageHeading title={problem.status === 404 ? `No such ${what}` : `The ${what} cannot be shown`} />
      <ProblemNote problem={problem} onRetry={() => void loaded.reload()} />
      <p>
        <a href="/escalations">Go to the queue</a>
      </p>
    </>
  );
}
