import { useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { PageHeading } from "../components/page-heading.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { signOut } from "../me.ts";

/** For somebody who is signed in but belongs to no account, or no longer does. */
export function NoAccount() {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const leave = async () => {
    try {
      await signOut();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };
  return (
    <main class="narrow">
      <PageHeading title="You are not in an account" />
      <p>
        You are signed in, but you are not an active member of any account. Ask an admin of your team to
        invite you or to make you active again, then open this page once more.
      </p>
      {problem !== null && <ProblemNote problem={problem} sent />}
      <button type="button" onClick={() => void leave()}>
        Sign out
      </button>
    </main>
  );
}
