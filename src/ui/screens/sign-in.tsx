import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { SignInWays } from "../../contract/sign-in-ways.ts";
import { DemoPeople } from "../components/demo-people.tsx";
import { EmailForm, type Mailed } from "../components/email-form.tsx";
import { FrontPage } from "../components/front-page.tsx";
import { MailSent } from "../components/mail-sent.tsx";
import { PageHeading } from "../components/page-heading.tsx";
import { ProviderButtons } from "../components/provider-buttons.tsx";
import { UseLink } from "../components/use-link.tsx";
import { loadMe, who } from "../me.ts";
import { safeNext } from "../safe-next.ts";
import { signInFault } from "../sign-in-fault.ts";
import { useLoaded } from "../use-loaded.ts";
import { words } from "../words/speak.ts";

/** What always works, for a page that could not be told the rest. */
const BY_MAIL: SignInWays = { providers: [], link: true, demo: false };

/** Sign-in by a provider, by a mailed link or code; in demo mode also by choosing a person. */
export function SignIn() {
  const { query, route } = useLocation();
  const loaded = useLoaded<SignInWays>("/auth/ways");
  const ways = loaded.data ?? (loaded.problem === null ? null : BY_MAIL);
  const [sent, setSent] = useState<{ what: Mailed; email: string } | null>(null);
  const [before, setBefore] = useState<string | null>(null);
  const state = who.value;
  const token = query["token"];
  const next = safeNext(query["next"], location.origin);
  const isIn = state.kind === "signed_in" && token === undefined;

  useEffect(() => {
    if (isIn) route(next, true);
  }, [isIn]);

  // Whoever is signed in passes through, and nothing to click moves once it is there.
  const isKnown = state.kind !== "unknown" && !isIn && ways !== null;
  if (!isKnown && token === undefined) return <p class="starting">{words.value.site.opening}</p>;

  if (sent !== null) {
    const another = () => {
      setSent(null);
      setBefore(sent.email);
    };
    return (
      <FrontPage>
        <MailSent
          key={sent.what}
          {...sent}
          isDemo={ways?.demo === true}
          onCode={() => setSent({ ...sent, what: "code" })}
          onAnother={another}
          onSignedIn={loadMe}
        />
      </FrontPage>
    );
  }
  return (
    <FrontPage>
      <PageHeading title={words.value.signIn.title} />
      <WhyHere />
      {token !== undefined || ways === null ? (
        <UseLink token={token ?? ""} next={query["next"]} />
      ) : (
        <>
          {ways.providers.length > 0 && (
            <>
              <ProviderButtons providers={ways.providers} next={next} />
              <p class="or">{words.value.signIn.or}</p>
            </>
          )}
          <EmailForm
            email={before ?? query["email"] ?? ""}
            hasLink={ways.link}
            focused={before !== null}
            next={query["next"] === undefined ? undefined : next}
            onSent={(what, email) => setSent({ what, email })}
          />
          {ways.demo && <DemoPeople onSignedIn={loadMe} />}
        </>
      )}
    </FrontPage>
  );
}

/** Why somebody finds themselves here, where that needs saying. */
function WhyHere() {
  const { query } = useLocation();
  const state = who.value;
  const { signIn } = words.value;
  const fault = query["error"] === undefined ? null : signInFault(query["error"]);
  if (fault !== null) {
    return (
      <p class="note note-problem" role="alert">
        {signIn.faults[fault]}
      </p>
    );
  }
  if (state.kind !== "signed_out" || state.why === "never_in") return null;
  return (
    <p class="note" role="status">
      {state.why === "ended" ? signIn.ended : signIn.left}
    </p>
  );
}
