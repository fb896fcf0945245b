import { useEffect } from "preact/hooks";
import { post } from "./api.ts";
import { connection } from "./feed.ts";

/** Tells the others that this person is looking at a handoff, for as long as its screen is open; null: at none. */
export function usePresence(handoffId: string | null): void {
  const id = connection.value;
  useEffect(() => {
    if (id === null || handoffId === null) return;
    const look = (viewing: string | null) => {
      // Only a courtesy to the others: nothing here depends on whether it arrived.
      void post("/ai-sessions/escalations/presence", { connection_id: id, viewing }).catch(() => {});
    };
    look(handoffId);
    return () => look(null);
  }, [id, handoffId]);
}
