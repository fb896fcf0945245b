import { useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { words } from "../words/speak.ts";
import { CodeForm } from "./code-form.tsx";
import { DemoMailbox } from "./demo-mailbox.tsx";
import { type Mailed, mailCode } from "./email-form.tsx";
import { PageHeading } from "./page-heading.tsx";
import { ProblemNote } from "./problem-note.tsx";

interface Props {
  what: Mailed;
  email: string;
  /** Mails go to the demo's mailbox and nowhere else. */
  isDemo: boolean;
  onCode: () => void;
  onAnother: () => void;
  onSignedIn: () => Promise<unknown>;
}

/** What comes after asking for a mail: where to look, the code's own line, and the ways on if nothing comes. */
export function MailSent({ what, email, isDemo, onCode, onAnother, onSignedIn }: Props) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isAgain, setAgain] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { sent, sending } = words.value.signIn;

  const mailAgain = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    setAgain(false);
    try {
      await mailCode(email);
      setAgain(what === "code");
      onCode();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <PageHeading title={sent.title} />
      <p>
        <strong class="address">{email}</strong>
        {what === "link" && sent.link}
      </p>
      {what === "code" && <CodeForm email={email} onSignedIn={onSignedIn} />}
      <p class="quiet">{sent.nothing}</p>
      {isDemo && <DemoMailbox />}
      <p class="note" role="status" hidden={!isAgain}>
        {isAgain && sent.again}
      </p>
      {problem !== null && <ProblemNote problem={problem} sent />}
      <div class="actions">
        <button type="button" aria-disabled={isBusy} onClick={() => void mailAgain()}>
          {isBusy ? sending : what === "link" ? sent.codeInstead : sent.newCode}
        </button>
        <button type="button" class="link" onClick={onAnother}>
          {sent.another}
        </button>
      </div>
    </>
  );
}
