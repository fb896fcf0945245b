import { caughtUp } from "../back-online.ts";
import { retryNow } from "../feed.ts";
import { OFFLINE_WHY, freshness } from "../present-freshness.ts";
import { clockWords } from "../time-words.ts";
import { words } from "../words/spoken.ts";

/** How fresh everything on the page is, always: live, coming back, or as of when. */
export function ConnectionLine() {
  const state = freshness.value;
  const said = words.value.queue.line;
  switch (state.kind) {
    case "live":
      return (
        <p class="connection" data-fresh="live">
          {said.live}
          {caughtUp.value !== null && caughtUp.value > 0 && ` · ${said.changes(caughtUp.value)}`}
        </p>
      );
    case "read":
      return state.at === null ? null : <p class="connection">{said.asOf(clockWords(state.at))}</p>;
    case "forbidden":
      return (
        <p class="connection" data-fresh="broken">
          {said.forbidden}
        </p>
      );
    case "reconnecting":
    case "offline":
      return (
        <p class="connection" data-fresh="broken">
          {state.kind === "offline"
            ? said.offline(clockWords(state.since))
            : said.reconnecting(state.seconds)}
          <span aria-hidden="true"> · </span>
          <button type="button" class="link" onClick={retryNow}>
            {said.retry}
          </button>
          {state.kind === "offline" && <span id={OFFLINE_WHY}>{said.offlineWhy}</span>}
        </p>
      );
    default:
      return state satisfies never;
  }
}
