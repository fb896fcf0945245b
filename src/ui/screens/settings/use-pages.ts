import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../../api-problem.ts";
import { read } from "../../api.ts";

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Pages<T> {
  /** Null until the first reading has come. */
  items: readonly T[] | null;
  problem: ApiProblem | null;
  hasMore: boolean;
  /** Reads the newest again; what was read of older ones stays. */
  reload: () => Promise<void>;
  more: () => Promise<void>;
}

const LIMIT = 20;

/** Reads a long list from its newest end, and as far back as it is asked to. */
export function usePages<T extends { id: string }>(path: string): Pages<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const isOpen = useRef(true);
  const hasOlder = useRef(false);

  const take = useCallback(
    async (cursor: string | null, settle: (page: Page<T>) => void) => {
      const query = new URLSearchParams({ limit: String(LIMIT), ...(cursor === null ? {} : { cursor }) });
      try {
        const page = await read<Page<T>>(`${path}?${query}`);
        if (!isOpen.current) return;
        settle(page);
        setProblem(null);
      } catch (error) {
        if (isOpen.current) setProblem(ApiProblem.from(error));
      }
    },
    [path],
  );
  const reload = useCallback(
    () =>
      take(null, (page) => {
        setItems((old) => joined(page.items, old ?? []));
        if (!hasOlder.current) setNext(page.next_cursor);
      }),
    [take],
  );
  const more = () =>
    take(next, (page) => {
      hasOlder.current = true;
      setItems((old) => joined(old ?? [], page.items));
      setNext(page.next_cursor);
    });

  useEffect(() => {
    isOpen.current = true;
    void reload();
    return () => {
      isOpen.current = false;
    };
  }, [reload]);
  return { items, problem, hasMore: next !== null, reload, more };
}

/** Two stretches of one list, of which the newer may reach into the older. */
function joined<T extends { id: string }>(newer: readonly T[], older: readonly T[]): T[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}
