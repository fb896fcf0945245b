import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { ProblemNote } from "./problem-note.tsx";

/** A screen whose code is loaded when it is first opened, so that nobody waits for it who never does. */
export function laterScreen(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | null = null;
  return function LaterScreen() {
    const [Screen, setScreen] = useState<ComponentType | null>(() => loaded);
    const [problem, setProblem] = useState<ApiProblem | null>(null);
    useEffect(() => {
      if (loaded !== null) return;
      void open(load).then((opened) => {
        if (opened instanceof ApiProblem) return setProblem(opened);
        loaded = opened;
        return setScreen(() => opened);
      });
    }, []);
    if (Screen !== null) return <Screen />;
    // After a deployment the old files are gone: only the whole page can be loaded again.
    return problem && <ProblemNote problem={problem} onRetry={() => location.reload()} />;
  };
}

async function open(load: () => Promise<ComponentType>): Promise<ComponentType | ApiProblem> {
  return await load().catch((error: unknown) => ApiProblem.from(error));
}
