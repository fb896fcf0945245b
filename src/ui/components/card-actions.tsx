import type { QueueRow } from "../../contract/handoff.ts";
import { now } from "../clock.ts";
import { mayDo } from "../may-do.ts";
import { isWorking } from "../me.ts";
import { OFFLINE_WHY, isOffline } from "../present-freshness.ts";
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
  const about = offline === undefined ? titleId : `${titleId} ${OFFLINE_WHY}`;
  // One's own claim is under way until the answer is here, also when its event was quicker.
  if (isClaiming || (row.status === "open" && !gone)) {
    if (!isWorking(me)) return null;
    return (
      <div class="card-actions">
        <button
          type="button"
          class="primary"
          aria-describedby={about}
          aria-disabled={isClaiming || offline !== undefined}
          title={offline}
          onClick={() => pickUp(row)}
        >
          {isClaiming ? said.claiming : said.pickUp}
        </button>
      </div>
    );
  }
  const parties = {
    status: row.status,
    claimed_by: row.claimed_by?.id ?? null,
    handed_off_by: row.handed_off_by?.id ?? null,
  };
  const isMine = row.claimed_by?.id === me.user.id;
  const holding = holdingWords(row, gone, isMine);
  return (
    <div class="card-actions">
      {holding !== null && <span class="quiet">{holding}</span>}
      {isMine && !gone && mayDo("release", parties, { id: me.user.id, role: me.role }) && (
        <button
          type="button"
          aria-describedby={about}
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

/** Who has it, or that nobody waits any more. */
function holdingWords(row: QueueRow, gone: boolean, isMine: boolean): string | null {
  const said = words.value.queue.card;
  if (isMine) return gone ? said.yours : null;
  if (row.claimed_by === null || row.claimed_at === null) return gone ? said.gone : null;
  return said.holds(row.claimed_by.name, agoWords(row.claimed_at, now.value));
}
