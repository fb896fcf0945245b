import { post } from "../api.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

/** Takes the mailed code. */
export function CodeForm({ email, onSignedIn }: { email: string; onSignedIn: () => Promise<unknown> }) {
  return (
    <>
      <p class="note" role="status">
        We have mailed a code to <strong>{email}</strong>.
      </p>
      <SubmitForm
        submit="Sign in"
        onSubmit={async (values) => {
          await post("/auth/sign-in/email-otp", { email, otp: values("otp") ?? "" });
          await onSignedIn();
        }}
      >
        <TextField label="Code" name="otp" required autoComplete="one-time-code" inputMode="numeric" />
      </SubmitForm>
    </>
  );
}
