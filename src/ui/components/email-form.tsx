import { post } from "../api.ts";
import { words } from "../words/speak.ts";
import { SignInForm } from "./sign-in-form.tsx";

export type Mailed = "link" | "code";

interface Props {
  email: string;
  /** Whether links can be mailed here; codes always can. */
  hasLink: boolean;
  focused: boolean;
  onSent: (what: Mailed, email: string) => void;
}

/** Mails a sign-in link or code. The answer is the same for an address that nobody has. Throws `ApiProblem`. */
export async function mailSignIn(what: Mailed, email: string): Promise<void> {
  if (what === "link") await post("/auth/sign-in/magic-link", { email });
  else await post("/auth/email-otp/send-verification-otp", { email, type: "sign-in" });
}

/** Asks for an address and sends a link or a code to it. */
export function EmailForm({ email, hasLink, focused, onSent }: Props) {
  const { signIn } = words.value;
  const send = async (address: string, button: string | null) => {
    const what = hasLink && button !== "code" ? "link" : "code";
    await mailSignIn(what, address);
    onSent(what, address);
  };
  return (
    <SignInForm
      label={signIn.email}
      hint={signIn.emailHint}
      value={email}
      inputMode="email"
      autoComplete="email"
      maxLength={254}
      focused={focused}
      submit={hasLink ? signIn.mailLink : signIn.mailCode}
      busy={signIn.sending}
      check={(typed) => (typed === "" ? signIn.noEmail : /^\S+@\S+$/.test(typed) ? null : signIn.badEmail)}
      explain={({ code, problem }) =>
        code === "validation_failed" && problem.errors?.some(({ pointer }) => pointer === "/email")
          ? signIn.badEmail
          : null
      }
      onSubmit={send}
      beside={
        hasLink && (
          <button type="submit" value="code">
            {signIn.mailCode}
          </button>
        )
      }
    />
  );
}
