import { post } from "../api.ts";
import type { ApiProblem } from "../api-problem.ts";
import { words } from "../words/speak.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** Takes the mailed code. */
export function CodeForm({ email, onSignedIn }: { email: string; onSignedIn: () => Promise<unknown> }) {
  const { signIn } = words.value;
  const explain = ({ code }: ApiProblem) => {
    if (code === "validation_failed") return signIn.wrongCode;
    if (code === "rate_limited") return signIn.tooMany;
    return code === "no_account" ? signIn.notInvited : null;
  };
  return (
    <SignInForm
      label={signIn.code}
      hint={signIn.sent.code}
      inputMode="numeric"
      autoComplete="one-time-code"
      // Six digits, with the spaces that come along when they are copied.
      maxLength={12}
      focused
      submit={signIn.enter}
      busy={signIn.entering}
      check={(typed) => (typed === "" ? signIn.noCode : null)}
      explain={explain}
      onSubmit={async (typed) => {
        await post("/auth/sign-in/email-otp", { email, otp: typed.replaceAll(/\s/g, "") });
        await onSignedIn();
      }}
    />
  );
}
