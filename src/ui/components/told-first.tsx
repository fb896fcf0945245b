import type { HandoffPreview } from "../../contract/handoff.ts";
import { toldOf } from "../told-of.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/spoken.ts";
import { ToldList } from "./told-list.tsx";

/** Who will be told at once of an escalation, before it is one; nothing where that cannot be read. */
export function ToldFirst({ sessionId }: { sessionId: string }) {
  const { data } = useLoaded<HandoffPreview>(`/ai-sessions/${sessionId}/handoff/preview`);
  if (data === null) return null;
  const { handOff: said } = words.value.session;
  const told = toldOf(data.will_notify, [], new Map());
  return (
    <div class="told-first">
      <h3>{said.first}</h3>
      {told.length === 0 ? <p class="quiet">{said.firstNobody}</p> : <ToldList told={told} />}
    </div>
  );
}
