import type { Delivery } from "../../contract/delivery.ts";
import type { Member } from "../../contract/member.ts";
import { isWorking } from "../me.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { useLoaded } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";

interface Props {
  deliveries: Delivery[];
  intent: "park" | "escalate";
}

/** Who was told of a handoff, on which channel, and what became of it. */
export function DeliveryList({ deliveries, intent }: Props) {
  // Viewers may not ask who is a member; they see addresses.
  const path = isWorking(useMe()) ? "/members?limit=200" : null;
  const members = useLoaded<{ items: Pick<Member, "user_id" | "name">[] }>(path);
  const names = new Map(members.data?.items.map(({ user_id, name }) => [user_id, name]));
  if (deliveries.length === 0) {
    const { receipt } = words.value.queue;
    return <p class="quiet">{intent === "park" ? receipt.parkedNobody : receipt.forgotten}</p>;
  }
  return (
    <ul class="told">
      {deliveries.map((delivery) => (
        <li key={delivery.id}>
          <bdi title={delivery.recipient}>{names.get(delivery.recipient_id ?? "") ?? delivery.recipient}</bdi>
          <span class="chip" data-delivery={delivery.status}>
            {STATUS_WORDS.delivery[delivery.status]}
          </span>
          <span class="quiet told-detail">
            {STATUS_WORDS.channel[delivery.channel]} · {STATUS_WORDS.deliveryKind[delivery.kind]}
            {delivery.sent_at !== null && (
              <>
                {" · "}
                <Ago at={delivery.sent_at} />
              </>
            )}
          </span>
          {delivery.last_error !== null && <span class="field-error">{delivery.last_error}</span>}
        </li>
      ))}
    </ul>
  );
}
