import type { Handoff } from "../../contract/handoff.ts";
import type { Alert } from "../../contract/integration.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";
import { ProblemNote } from "./problem-note.tsx";

/** So many are read: the API gives no more at once. */
const MOST = 200;

/** The alerts that a tool's handoff stands for, live: how often each came, since when, and which are over. */
export function AlertPanel({ handoff }: { handoff: Handoff }) {
  const { session_id, id } = handoff;
  const alerts = useLoaded<{ items: Alert[]; next_cursor: string | null }>(
    `/ai-sessions/${session_id}/handoffs/${id}/alerts?limit=${MOST}`,
  );
  useLiveReload(session_id, alerts.reload);
  const said = words.value.alerts;
  if (alerts.data === null) {
    if (alerts.problem === null) return null;
    return <ProblemNote problem={alerts.problem} onRetry={() => void alerts.reload()} />;
  }
  if (alerts.data.items.length === 0) return null;
  const { items, next_cursor } = alerts.data;
  const open = items.filter(({ status }) => status === "open");
  const over = items.filter(({ status }) => status === "resolved");
  return (
    <section class="panel" aria-labelledby="alerts">
      <h2 id="alerts">
        {said.title} <span class="quiet">{said.open(open.length, items.length)}</span>
      </h2>
      <ul class="alerts" tabIndex={0} aria-labelledby="alerts">
        {[...open, ...over].map((alert) => (
          <AlertEntry key={alert.id} alert={alert} />
        ))}
      </ul>
      {next_cursor !== null && <p class="quiet">{said.more}</p>}
    </section>
  );
}

function AlertEntry({ alert }: { alert: Alert }) {
  const said = words.value.alerts;
  const { summary, occurrences, first_seen_at, last_seen_at, resolved_at, status } = alert;
  return (
    <li data-over={status === "resolved"}>
      <span dir="auto">{summary}</span>
      <span class="quiet">
        {occurrences > 1 && (
          <>
            <strong aria-hidden="true">{said.times(occurrences)}</strong>
            <span class="unseen">{said.timesWords(occurrences)}</span>{" "}
          </>
        )}
        {said.first} <Ago at={first_seen_at} />
        {last_seen_at !== first_seen_at && (
          <>
            {" · "}
            {said.lastSeen} <Ago at={last_seen_at} />
          </>
        )}
        {resolved_at !== null && (
          <>
            {" · "}
            {said.ended} <Ago at={resolved_at} />
          </>
        )}
      </span>
    </li>
  );
}
