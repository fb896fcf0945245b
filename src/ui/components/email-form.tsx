import { useState } from "preact/hooks";
import { post } from "../api.ts";
import { SubmitForm } from "./submit-form.tsx";
import { TextField } from "./text-field.tsx";

interface Props {
  email: string;
  onSent: (kind: "link_sent" | "code_sent", email: string) => void;
}

/** Asks for an address and sends a link or a code to it. */
export function EmailForm({ email, onSent }: Props) {
  const [way, setWay] = useState<"link" | "code">("link");
  const send = async (values: (name: string) => string | null) => {
    const address = values("email") ?? "";
    if (way === "link") {
      await post("/auth/sign-in/magic-link", { email: address, callbackURL: "/escalations" });
      return onSent("link_sent", address);
    }
    await post("/auth/email-otp/send-verification-otp", { email: address, type: "sign-in" });
    return onSent("code_sent", address);
  };
  return (
    <SubmitForm submit={way === "link" ? "Mail me a link" : "Mail me a code"} onSubmit={send}>
      <TextField label="Email" name="email" type="email" value={email} required autoComplete="email" />
      <fieldset class="choices">
        <legend>How</legend>
        <label>
          <input type="radio" name="way" checked={way === "link"} onChange={() => setWay("link")} /> A link to
          open
        </label>
        <label>
          <input type="radio" name="way" checked={way === "code"} onChange={() => setWay("code")} /> A code to
          type in
        </label>
      </fieldset>
    </SubmitForm>
  );
}
