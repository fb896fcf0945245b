import type { HandoffPreview } from "../../contract/handoff.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/spoken.ts";

/** Who will be told at once of an escalation, by channel, before it is one; nothing where that cannot be read. */
export function ToldFirst({ sessionId }: { sessionId: string }) {
  const { data } = useLoaded<HandoffPreview>(`/ai-sessions/${sessionId}/handoff/preview`);
  if (data === null) return null;
  const { handOff: said } = words.value.session;
  const channels: Record<string, string> = STATUS_WORDS.channel;
  const ways = [...Map.groupBy(data.will_notify, ({ channel }) => channel)];
  return (
    <div class="told-first">
      <h3>{said.first}</h3>
      {ways.length === 0 && <p class="quiet">{said.firstNobody}</p>}
      {ways.map(([channel, told]) => (
        <p key={channel}>
          <bdi>{told.map(({ name }) => name).join(", ")}</bdi>{" "}
          <span class="quiet">{words.value.queue.receipt.by(channels[channel] ?? channel)}</span>
        </p>
      ))}
    </div>
  );
}
