import { STATUS_WORDS } from "../status-words.ts";
import type { Told } from "../told-of.ts";
import { words } from "../words/spoken.ts";

/** People, the channel each is told on, and what became of it. */
export function ToldList({ told }: { told: readonly Told[] }) {
  if (told.length === 0) return null;
  const channels: Record<string, string> = STATUS_WORDS.channel;
  return (
    <ul class="told">
      {told.map(({ key, name, channel, latest, times }) => (
        <li key={key}>
          <bdi>{name}</bdi>
          <span class="quiet">{words.value.queue.receipt.by(channels[channel] ?? channel)}</span>
          {latest !== null && (
            <span class="chip" data-delivery={latest.status}>
              {STATUS_WORDS.delivery[latest.status]}
              {times > 1 && ` × ${times}`}
            </span>
          )}
          {latest?.last_error && <span class="field-error">{latest.last_error}</span>}
        </li>
      ))}
    </ul>
  );
}
