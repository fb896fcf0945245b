import type { ComponentChildren } from "preact";
import { announce } from "../announcement.ts";
import { OFFLINE_WHY, isOffline } from "../present-freshness.ts";
import { words } from "../words/spoken.ts";

interface Props {
  onPress: () => void;
  tone?: "primary" | "plain" | "link";
  busy?: boolean;
  expanded?: boolean;
  /** The key that does the same. */
  shortcut?: string;
  children: ComponentChildren;
}

/** A button for what the server has to do: while it cannot be reached, it says why it does nothing. */
export function OnlineButton({ onPress, tone = "plain", busy = false, expanded, shortcut, children }: Props) {
  const offline = isOffline.value ? words.value.queue.card.offline : undefined;
  const press = () => {
    if (offline !== undefined) announce(offline);
    else if (!busy) onPress();
  };
  return (
    <button
      type="button"
      class={tone}
      aria-disabled={busy || offline !== undefined}
      aria-expanded={expanded}
      aria-describedby={offline === undefined ? undefined : OFFLINE_WHY}
      aria-keyshortcuts={shortcut}
      title={offline ?? (shortcut === undefined ? undefined : words.value.session.keyHint(shortcut))}
      onClick={press}
    >
      {children}
      {shortcut !== undefined && (
        <kbd class="key-hint" aria-hidden="true">
          {shortcut}
        </kbd>
      )}
    </button>
  );
}
