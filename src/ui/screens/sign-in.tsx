import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { CodeForm } from "../components/code-form.tsx";
import { DemoPeople } from "../components/demo-people.tsx";
import { EmailForm } from "../components/email-form.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { UseLink } from "../components/use-link.tsx";
import { loadMe, who } from "../me.ts";
import { safeNext } from "../safe-next.ts";

type Step = { kind: "ask" } | { kind: "link_sent" | "code_sent"; email: string };

/** Sign-in by mailed link or code; in demo mode also by choosing a person. */
export function SignIn() {
  const { query, route } = useLocation();
  const [step, setStep] = useState<Step>({ kind: "ask" });
  const state = who.value;
  const token = query["token"];
  const next = safeNext(query["next"], location.origin);
  const isIn = state.kind === "signed_in" && token === undefined;

  useEffect(() => {
    if (isIn) route(next, true);
  }, [isIn]);
  const enter = () => loadMe();

  return (
    <main class="narrow">
      <p class="brand">
        <img src="/favicon.svg" alt="" width="28" height="28" />
        Baton
      </p>
      <PageHeading title="Sign in" />
      {query["error"] !== undefined && (
        <p class="note note-problem" role="alert">
          That link has expired or was used already. Ask for a new one.
        </p>
      )}
      {state.kind === "signed_out" && state.why === "ended" && (
        <p class="note">Your sign-in has ended. Sign in to go on.</p>
      )}
      {token !== undefined ? (
        <UseLink token={token} />
      ) : (
        <>
          {step.kind === "ask" && (
            <EmailForm email={query["email"] ?? ""} onSent={(kind, email) => setStep({ kind, email })} />
          )}
          {step.kind === "link_sent" && (
            <p class="note" role="status">
              We have mailed a sign-in link to <strong>{step.email}</strong>. It works once and not for long.
            </p>
          )}
          {step.kind === "code_sent" && <CodeForm email={step.email} onSignedIn={enter} />}
          {step.kind !== "ask" && (
            <button type="button" class="link" onClick={() => setStep({ kind: "ask" })}>
              Use another address or way
            </button>
          )}
          <DemoPeople onSignedIn={enter} />
        </>
      )}
    </main>
  );
}
