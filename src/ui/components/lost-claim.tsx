import { useState } from "preact/hooks";
import type { QueueRow } from "../../contract/handoff.ts";
import type { Person } from "../../contract/person.ts";
import { announce } from "../announcement.ts";
import { post } from "../api.ts";
import { forgetClaim } from "../claim.ts";
import { now } from "../clock.ts";
import { handoffAddress } from "../handoff-address.ts";
import { agoWords } from "../time-words.ts";
import { words } from "../words/spoken.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

/** Somebody was quicker: no error, and the two things that one may want now. */
export function LostClaim({ row, by, at }: { row: QueueRow; by: Person; at: string }) {
  const said = words.value.queue.lost;
  const [stage, setStage] = useState<"told" | "asking" | "asked">("told");
  const ask = async (values: (name: string) => string | null) => {
    const path = `/ai-sessions/${row.session_id}/handoffs/${row.handoff_id}/take-over-request`;
    await post(path, { reason: values("reason") ?? "" });
    setStage("asked");
    announce(said.asked(by.name));
  };
  return (
    <div class="card-lost">
      <p role="alert">
        <strong>{said.pickedUp(by.name, agoWords(at, now.value))}</strong>
      </p>
      <a href={handoffAddress(row)} onClick={() => forgetClaim(row.handoff_id)}>
        {said.view}
      </a>
      {stage === "asked" ? (
        <span>{said.asked(by.name)}</span>
      ) : (
        <button
          type="button"
          aria-expanded={stage === "asking"}
          onClick={() => setStage(stage === "told" ? "asking" : "told")}
        >
          {said.ask}
        </button>
      )}
      <button type="button" class="link" onClick={() => forgetClaim(row.handoff_id)}>
        {said.dismiss}
      </button>
      {stage === "asking" && (
        <SubmitForm submit={said.send(by.name)} tone="plain" onSubmit={ask}>
          <TextField label={said.reason} name="reason" required maxLength={2_000} />
        </SubmitForm>
      )}
    </div>
  );
}
