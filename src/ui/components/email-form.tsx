import { post } from "../api.ts";
import { words } from "../words/speak.ts";
import { SignInForm } from "./sign-in-form.tsx";

export type Mailed = "link" | "code";

interface Props {
  email: string;
  /** Whether links can be mailed here; codes always can. */
  hasLink: boolean;
  focused: boolean;
  /** Where a mailed link leads on to, if anywhere in particular. */
  next: string | undefined;
  onSent: (what: Mailed, email: string) => void;
}

/** Mails a sign-in code. The answer is the same for an address that nobody has. Throws `ApiProblem`. */
export async function mailCode(email: string): Promise<void> {
  await post("/auth/email-otp/send-verification-otp", { email, type: "sign-in" });
}

/** Asks for an address and sends a link or a code to it. */
export function EmailForm({ email, hasLink, focused, next, onSent }: Props) {
  const { signIn } = words.value;
  const send = async (address: string, button: string | null) => {
    const what = hasLink && button !== "code" ? "link" : "code";
    if (what === "code") await mailCode(address);
    else await post("/auth/sign-in/magic-link", { email: address, next });
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
