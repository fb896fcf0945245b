import type { HandedOff, Handoff, HandoffDetail } from "../../contract/handoff.ts";
import type { Member } from "../../contract/member.ts";
import { lookers } from "../feed.ts";
import { handoffAddress } from "../handoff-address.ts";
import { toldOf } from "../told-of.ts";
import { toldSum } from "../told-sum.ts";
import { useLiveReload } from "../use-live-reload.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";
import { LookingAtIt } from "./looking-at-it.tsx";
import { ReadBackPanel } from "./read-back-panel.tsx";
import { ToldList } from "./told-list.tsx";

/** What the person who handed off follows: who is told and what came of it, who looks, who has it and how they read it. */
export function HandOffReceipt({ handedOff }: { handedOff: Handoff | HandedOff }) {
  const me = useMe();
  const { receipt } = words.value.queue;
  const said = words.value.session.receipt;
  const { session_id } = handedOff;
  const detail = useLoaded<HandoffDetail>(`/ai-sessions/${session_id}/handoffs/${handedOff.id}`);
  useLiveReload(session_id, detail.reload);
  const handoff = detail.data?.handoff ?? handedOff;
  const expected = "will_notify" in handedOff ? handedOff.will_notify : [];
  const members = useLoaded<{ items: Pick<Member, "user_id" | "name">[] }>("/members?limit=200");
  const names = new Map(members.data?.items.map(({ user_id, name }) => [user_id, name]));
  const told = toldOf(expected, detail.data?.deliveries ?? [], names);
  const { sent, delivered, failed } = toldSum(told);
  const sum = [
    ...(sent > 0 ? [said.sent(sent)] : []),
    ...(delivered > 0 ? [said.delivered(delivered)] : []),
    ...(failed > 0 ? [said.trouble(failed)] : []),
  ];
  const looking = (lookers.value.get(handoff.id) ?? detail.data?.viewers ?? []).filter(
    (viewer) => viewer.id !== me.user.id,
  );

  return (
    <div class="receipt">
      <p>
        <strong>{handoff.intent === "park" ? receipt.parked : receipt.escalated}</strong>{" "}
        {told.length === 0
          ? receipt.nobody
          : "will_notify" in handedOff && handoff.status === "open"
            ? receipt.willBeTold
            : receipt.told}
      </p>
      <ToldList told={told} />
      {sum.length > 0 && <p class="quiet">{sum.join(" · ")}</p>}
      {handoff.claimed_by !== null && handoff.claimed_at !== null ? (
        <p class="receipt-holder">
          <strong>{receipt.pickedUp(handoff.claimed_by_name ?? "")}</strong> <Ago at={handoff.claimed_at} />
        </p>
      ) : (
        handoff.status === "open" && handoff.intent === "escalate" && <p class="quiet">{receipt.waiting}</p>
      )}
      <LookingAtIt people={looking} says={receipt.looking} />
      <ReadBackPanel handoff={handoff} first="" personId={me.user.id} onSaved={detail.reload} />
      <p>
        <a href={handoffAddress({ session_id, handoff_id: handoff.id })}>{receipt.see}</a>
      </p>
    </div>
  );
}
