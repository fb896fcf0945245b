import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "./api-problem.ts";
import { read } from "./api.ts";
import { takeHandedOn } from "./handed-on.ts";

export interface Loaded<T> {
  /** What was read last; kept while a newer reading fails. */
  data: T | null;
  problem: ApiProblem | null;
  /** When `data` was read (ms). */
  at: number | null;
  reload: () => Promise<void>;
}

/** Reads a resource for a screen, and again whenever it is asked to; nothing is asked while there is none. */
export function useLoaded<T>(path: string | null): Loaded<T> {
  const [state, setState] = useState<{
    path: string | null;
    data: T | null;
    problem: ApiProblem | null;
    at: number | null;
  }>(() => {
    const data = path === null ? null : takeHandedOn<T>(path);
    return { path, data, problem: null, at: data === null ? null : Date.now() };
  });
  const running = useRef<AbortController | null>(null);

  const reload = useCallback(async () => {
    running.current?.abort();
    if (path === null) return;
    const control = new AbortController();
    running.current = control;
    try {
      const data = await read<T>(path, control.signal);
      if (!control.signal.aborted) setState({ path, data, problem: null, at: Date.now() });
    } catch (error) {
      if (control.signal.aborted) return;
      const problem = ApiProblem.from(error);
      setState((old) => (old.path === path ? { ...old, problem } : { path, data: null, problem, at: null }));
    }
  }, [path]);

  useEffect(() => {
    void reload();
    return () => running.current?.abort();
  }, [reload]);

  // A screen that moved to another resource must not show the old one under the new address.
  if (state.path !== path) return { data: null, problem: null, at: null, reload };
  return { data: state.data, problem: state.problem, at: state.at, reload };
}
