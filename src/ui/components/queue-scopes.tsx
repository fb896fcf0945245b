import { waitingCount } from "../tab-title.ts";
import { type QueueView, SCOPES, addressOfView, inScope } from "../queue-view.ts";
import { words } from "../words/spoken.ts";

/** Whose handoffs are shown: one link each, so that they can be opened, kept and gone back to. */
export function QueueScopes({ view }: { view: QueueView }) {
  const said = words.value.queue.scopes;
  return (
    <nav class="scopes" aria-label={said.label}>
      {SCOPES.map((scope) => (
        <a
          key={scope}
          href={addressOfView(inScope(view, scope))}
          aria-current={scope === view.scope ? "page" : undefined}
        >
          {said[scope]}
          {scope === "unclaimed" && waitingCount.value > 0 && <span class="count">{waitingCount.value}</span>}
        </a>
      ))}
    </nav>
  );
}
