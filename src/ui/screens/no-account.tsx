import { useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { FrontPage } from "../components/front-page.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { loadMe, signOut } from "../me.ts";
import { words } from "../words/speak.ts";

/** For somebody who is signed in but belongs to no account, or no longer does. */
export function NoAccount() {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isStill, setStill] = useState(false);
  const { noAccount, signOut: leave } = words.value.site;

  const act = async (work: () => Promise<unknown>) => {
    setProblem(null);
    setStill(false);
    try {
      await work();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };
  const look = async () => setStill((await loadMe()).kind === "no_account");

  return (
    <FrontPage>
      <PageHeading title={noAccount.title} />
      <p>{noAccount.detail}</p>
      <p>{noAccount.help}</p>
      <p class="note" role="status" hidden={!isStill}>
        {isStill && noAccount.still}
      </p>
      {problem !== null && <ProblemNote problem={problem} sent />}
      <div class="actions">
        <button type="button" class="primary" onClick={() => void act(look)}>
          {noAccount.again}
        </button>
        <button type="button" onClick={() => void act(signOut)}>
          {leave}
        </button>
      </div>
    </FrontPage>
  );
}
