import type { Session } from "../../contract/session.ts";
import { post } from "../api.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

const FIELDS = ["problem_summary", "problem_domain", "customer", "contact", "device"] as const;

/** What a new session starts from. */
export function NewSessionForm({ onMade }: { onMade: (session: Session) => void }) {
  return (
    <div class="panel">
      <h2>New session</h2>
      <SubmitForm
        submit="Start session"
        busy="Starting…"
        onSubmit={async (values) => {
          const given = FIELDS.map((name) => [name, values(name)] as const).filter(
            ([, value]) => value !== null,
          );
          onMade(await post<Session>("/ai-sessions", Object.fromEntries(given)));
        }}
      >
        <TextField label="Problem" name="problem_summary" required maxLength={500} rows={2} />
        <div class="field-pair">
          <TextField
            label="Domain"
            name="problem_domain"
            maxLength={200}
            hint="Network, email, printing, …"
          />
          <TextField label="Customer" name="customer" maxLength={200} />
          <TextField label="Contact" name="contact" maxLength={200} />
          <TextField label="Device" name="device" maxLength={200} />
        </div>
      </SubmitForm>
    </div>
  );
}
