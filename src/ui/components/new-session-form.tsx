import type { Session } from "../../contract/session.ts";
import { post } from "../api.ts";
import { words } from "../words/spoken.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

const FIELDS = [
  "problem_summary",
  "problem_domain",
  "customer",
  "contact",
  "device",
  "psa_ticket_ref",
] as const;

/** What a new session starts from. */
export function NewSessionForm({ onMade }: { onMade: (session: Session) => void }) {
  const { begin, about } = words.value.session;
  return (
    <SubmitForm
      submit={begin.submit}
      busy={begin.busy}
      onSubmit={async (values) => {
        const given = FIELDS.map((name) => [name, values(name)] as const).filter(
          ([, value]) => value !== null,
        );
        onMade(await post<Session>("/ai-sessions", Object.fromEntries(given)));
      }}
    >
      <TextField label={begin.problem} name="problem_summary" required maxLength={500} rows={2} />
      <div class="field-pair">
        <TextField label={begin.domain} name="problem_domain" maxLength={200} hint={begin.domainHint} />
        <TextField label={about.customer} name="customer" maxLength={200} />
        <TextField label={about.contact} name="contact" maxLength={200} />
        <TextField label={about.device} name="device" maxLength={200} />
        <TextField
          label={about.ticket}
          name="psa_ticket_ref"
          maxLength={200}
          hint={words.value.psa.ticket.referenceHint}
        />
      </div>
    </SubmitForm>
  );
}
