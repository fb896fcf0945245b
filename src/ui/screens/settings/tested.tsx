import { useState } from "preact/hooks";
import { ApiProblem } from "../../api-problem.ts";
import { post } from "../../api.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { TheirWords } from "./their-words.tsx";

/** How a test of a system outside stands. */
type Tested =
  | { kind: "running" }
  | { kind: "told"; test: { ok: boolean; detail: string } }
  | { kind: "unknown"; problem: ApiProblem };

/** Tests a system outside when it is asked to, and has what is known of it read again. */
export function useTest(path: string, reload: () => Promise<void>) {
  const [tested, setTested] = useState<Tested | null>(null);
  const test = async () => {
    if (tested?.kind === "running") return;
    setTested({ kind: "running" });
    try {
      setTested({ kind: "told", test: await post<{ ok: boolean; detail: string }>(path, {}) });
    } catch (error) {
      setTested({ kind: "unknown", problem: ApiProblem.from(error) });
    }
    await reload();
  };
  return { tested, test, forget: () => setTested(null) };
}

interface Props {
  tested: Tested | null;
  passed: string;
  failed: string;
  /** Whether the words that came with a success say more than `passed`. */
  saysMore?: boolean;
}

/** What a test came to; said aloud when it comes. */
export function TestResult({ tested, passed, failed, saysMore = true }: Props) {
  if (tested?.kind === "unknown") return <ProblemNote problem={tested.problem} sent />;
  const told = tested?.kind === "told" ? tested.test : null;
  return (
    <div role="status" class="outside-test">
      {told !== null && (
        <div class={`note ${told.ok ? "note-good" : "note-problem"}`}>
          <p>
            <strong>{told.ok ? passed : failed}</strong>
          </p>
          {(saysMore || !told.ok) && <TheirWords words={told.detail} />}
        </div>
      )}
    </div>
  );
}
