import type { Loaded } from "../use-loaded.ts";
import { words } from "../words/spoken.ts";
import { PageHeading } from "./page-heading.tsx";
import { ProblemNote } from "./problem-note.tsx";

/** What stands in a screen's place until its resource is there, or the reason why it does not come. */
export function LoadingScreen({ what, loaded }: { what: "session" | "handoff"; loaded: Loaded<unknown> }) {
  const { problem } = loaded;
  const said = words.value.session;
  if (problem === null) return <p class="quiet">{said.reading[what]}</p>;
  return (
    <>
      <PageHeading title={problem.status === 404 ? said.missing[what] : said.unshown[what]} />
      <ProblemNote problem={problem} onRetry={() => void loaded.reload()} />
      <p>
        <a href="/escalations">{said.toQueue}</a>
      </p>
    </>
  );
}
