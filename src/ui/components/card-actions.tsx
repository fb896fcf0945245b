import type { QueueRow } from "../../contract/handoff.ts";
import { now } from "../clock.ts";
import { mayDo } from "../may-do.ts";
import { isWorking } from "../me.ts";
import { isOffline } from "../present-freshness.ts";
import { agoWords } from "../time-words.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import type { CardForm } from "./card-forms.tsx";

export interface CardVerbs {
  pickUp: (row: QueueRow) => void;
  openForm: (row: QueueRow, form: CardForm | null) => void;
}

interface Props extends CardVerbs {
  row: QueueRow;
  gone: boolean;
  isClaiming: boolean;
  titleId: string;
}

/** What this person can do with a card where it stands, or who has it. */
export function CardActions({ row, gone, isClaiming, titleId, pickUp, openForm }: Props) {
  const me = useMe();
  const said = words.value.queue.card;
  const offline = isOffline.value ? said.offline : undefined;
  if (row.status === "open" && !gone) {
    if (!isWorking(me)) return null;
    return (
      <div class="card-actions">
        <button
          type="button"
          class="primary"
          aria-describedby={titleId}
          aria-disabled={isClaiming || offline !== undefined}
          title={offline}
          onClick={() => pickUp(row)}
        >
          {isClaiming ? said.claiming : said.pickUp}
        </button>
        {offline !== undefined && <span class="quiet">{offline}</span>}
      </div>
    );
  }
  const parties = {
    status: row.status,
    claimed_by: row.claimed_by?.id ?? null,
    handed_off_by: row.handed_off_by?.id ?? null,
  };
  const isMine = row.claimed_by?.id === me.user.id;
  return (
    <div class="card-actions">
      {row.claimed_by !== null && row.claimed_at !== null && !(isMine && !gone) ? (
        <span class="quiet">
          {said.holds(isMine ? said.you : row.claimed_by.name, agoWords(row.claimed_at, now.value))}
        </span>
      ) : (
        gone && <span class="quiet">{said.gone}</span>
      )}
      {isMine && !gone && mayDo("release", parties, { id: me.user.id, role: me.role }) && (
        <button
          type="button"
          aria-describedby={titleId}
          aria-disabled={offline !== undefined}
          title={offline}
          onClick={() => offline === undefined && openForm(row, "release")}
        >
          {said.release}
        </button>
      )}
    </div>
  );
}
