import type { HandedOff } from "../../contract/handoff.ts";

/** What the person who handed off reads first: who will be told. */
export function HandOffReceipt({ handedOff }: { handedOff: HandedOff }) {
  const told = handedOff.will_notify;
  return (
    <div class="note" role="status">
      <p>
        <strong>{handedOff.intent === "park" ? "Parked." : "Escalated."}</strong>{" "}
        {told.length === 0 ? "Nobody is told." : "These people will be told:"}
      </p>
      {told.length > 0 && (
        <ul>
          {told.map((recipient) => (
            <li key={`${recipient.user_id} ${recipient.channel}`}>
              {recipient.name} <span class="quiet">by {recipient.channel}</span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={`/sessions/${handedOff.session_id}/handoffs/${handedOff.id}`}>See what becomes of it</a>
      </p>
    </div>
  );
}
