import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { signInPath } from "../contract/sign-in-path.ts";
import { FrontPage } from "./components/front-page.tsx";
import { ProblemNote } from "./components/problem-note.tsx";
import { Workplace } from "./components/workplace.tsx";
import { loadMe, who } from "./me.ts";
import { NoAccount } from "./screens/no-account.tsx";
import { SignIn } from "./screens/sign-in.tsx";
import { useOpenedAlerts } from "./use-opened-alerts.ts";
import { words } from "./words/speak.ts";

/** The whole page: the sign-in, or the workplace of whoever is signed in. */
export function App() {
  const { path, query, route } = useLocation();
  const state = who.value;
  const isSignIn = path === "/sign-in";
  const mustSignIn = state.kind === "signed_out" && !isSignIn;

  useOpenedAlerts(route);
  useEffect(() => {
    void loadMe();
  }, []);
  useEffect(() => {
    if (!mustSignIn) return;
    // Whoever leaves on purpose starts afresh; everybody else comes back to where they were.
    if (state.why === "left") route("/sign-in");
    else route(signInPath(location.pathname + location.search + location.hash), true);
  }, [mustSignIn]);

  // A fresh link is worth trying; otherwise whoever has no account is told so here too.
  if (isSignIn && (state.kind !== "no_account" || query["token"] !== undefined)) return <SignIn />;
  switch (state.kind) {
    case "unknown":
      return <p class="starting">{words.value.site.opening}</p>;
    case "signed_out":
      return null;
    case "no_account":
      return <NoAccount />;
    case "failed":
      return (
        <FrontPage>
          <h1>Baton</h1>
          <ProblemNote problem={state.problem} onRetry={() => void loadMe()} />
        </FrontPage>
      );
    case "signed_in":
      return <Workplace me={state.me} />;
    default:
      return state satisfies never;
  }
}
