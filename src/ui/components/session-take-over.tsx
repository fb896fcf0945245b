import type { LoggedEvent } from "../../contract/event.ts";
import type { Handoff } from "../../contract/handoff.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { TakeOver } from "./take-over.tsx";

/** The same where the timeline is not at hand: beside the work on a session. */
export function SessionTakeOver({ handoff, onDone }: { handoff: Handoff; onDone: () => Promise<void> }) {
  const path = `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/timeline`;
  const { data, reload } = useLoaded<{ items: LoggedEvent[] }>(path);
  useLiveReload(handoff.session_id, reload);
  if (data === null) return null;
  const both = async () => {
    await Promise.all([reload(), onDone()]);
  };
  return <TakeOver handoff={handoff} timeline={data.items} reload={both} />;
}
