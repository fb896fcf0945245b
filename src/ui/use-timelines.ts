import { useEffect, useRef, useState } from "preact/hooks";
import type { LoggedEvent } from "../contract/event.ts";
import type { Handoff } from "../contract/handoff.ts";
import { read } from "./api.ts";

/** A session that was handed off more often shows the record of the newest alone. */
const MOST = 10;

interface Known {
  version: number;
  items: LoggedEvent[];
}

/** The records of a session's handoffs, oldest first; each is read again when its handoff has changed. */
export function useTimelines(handoffs: readonly Handoff[]): LoggedEvent[] {
  const known = useRef(new Map<string, Known>());
  const [, again] = useState(0);
  const newest = handoffs.slice(0, MOST);
  useEffect(() => {
    const control = new AbortController();
    const isNews = ({ id, version }: Handoff) => known.current.get(id)?.version !== version;
    const readOne = async ({ id, session_id, version }: Handoff) => {
      const path = `/ai-sessions/${session_id}/handoffs/${id}/timeline`;
      const { items } = await read<{ items: LoggedEvent[] }>(path, control.signal);
      known.current.set(id, { version, items });
      again((count) => count + 1);
    };
    // What cannot be read now is read with the session's next reading, which also says what is wrong.
    for (const handoff of newest.filter(isNews)) void readOne(handoff).catch(() => {});
    return () => control.abort();
  }, [handoffs]);
  return newest.flatMap(({ id }) => known.current.get(id)?.items ?? []).toSorted((a, b) => a.seq - b.seq);
}
