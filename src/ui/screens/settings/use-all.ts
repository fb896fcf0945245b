import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../../api-problem.ts";
import { read } from "../../api.ts";

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface All<T> {
  /** Null until the first reading has come. */
  items: readonly T[] | null;
  problem: ApiProblem | null;
  reload: () => Promise<void>;
}

/** Reads a list to its end: what a person settles is looked at as a whole. An older reading never replaces a newer. */
export function useAll<T>(path: string): All<T> {
  const [state, setState] = useState<{ items: T[] | null; problem: ApiProblem | null }>({
    items: null,
    problem: null,
  });
  const running = useRef<AbortController | null>(null);

  const reload = useCallback(async () => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    try {
      const items = await readAll<T>(path, control.signal);
      if (!control.signal.aborted) setState({ items, problem: null });
    } catch (error) {
      if (!control.signal.aborted) setState((old) => ({ ...old, problem: ApiProblem.from(error) }));
    }
  }, [path]);

  useEffect(() => {
    void reload();
    return () => running.current?.abort();
  }, [reload]);
  return { ...state, reload };
}

async function readAll<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: "200", ...(cursor === null ? {} : { cursor }) });
    const page: Page<T> = await read<Page<T>>(`${path}?${query}`, signal);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return items;
}
