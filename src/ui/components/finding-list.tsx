import type { QueueRow } from "../../contract/handoff.ts";
import type { AccountHealth } from "../../contract/health.ts";
import { queue } from "../feed.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";

/** What needs attention, the oldest first, with the way to the handoff where there is one. */
export function FindingList({ findings }: Pick<AccountHealth, "findings">) {
  // A finding names its handoff alone; the handoff's screen is found by its session as well.
  const { data } = useLoaded<{ items: QueueRow[] }>("/handoffs?scope=all&team_id=all&limit=200");
  const rows = [...(data?.items ?? []), ...queue.value.rows];
  const sessions = new Map(rows.map((row) => [row.handoff_id, row.session_id]));
  const said = words.value.settings.health;
  return (
    <ul class="rows">
      {findings.map(({ code, handoff_id, detail, since }) => {
        const session = handoff_id === null ? undefined : sessions.get(handoff_id);
        return (
          <li key={`${code} ${handoff_id ?? ""} ${detail}`}>
            <strong>{said.kinds[code]}</strong>
            <span lang="en">{detail}</span>
            {session !== undefined && <a href={`/sessions/${session}/handoffs/${handoff_id}`}>{said.open}</a>}
            {code === "psa_connection_broken" && <a href="/settings/psa">{said.toPsa}</a>}
            <span class="quiet">
              <Ago at={since} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
