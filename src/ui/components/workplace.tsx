import { useEffect } from "preact/hooks";
import { Route, Router, lazy } from "preact-iso";
import { isAdminRole } from "../../contract/role.ts";
import { startFeed } from "../feed.ts";
import type { SignedIn } from "../me.ts";
import { NotFound } from "../screens/not-found.tsx";
import { Queue } from "../screens/queue.tsx";
import { MeContext } from "../use-me.ts";
import { HealthLine } from "./health-line.tsx";
import { NotLoaded } from "./not-loaded.tsx";
import { SiteHeader } from "./site-header.tsx";

const AHEAD_MS = 500;

/** A part of the page that is not needed every day comes when it is first asked for. */
const Settings = lazy(() =>
  import("../screens/settings/settings.tsx").then(
    ({ Settings }) => Settings,
    () => NotLoaded,
  ),
);

/** The work on a session is not needed to see the queue, but at once when something is picked up: it is fetched ahead. */
const HandoffContext = lazy(() =>
  import("../screens/session-screens.ts").then(
    ({ HandoffContext }) => HandoffContext,
    () => NotLoaded,
  ),
);
const SessionView = lazy(() =>
  import("../screens/session-screens.ts").then(
    ({ SessionView }) => SessionView,
    () => NotLoaded,
  ),
);
const Sessions = lazy(() =>
  import("../screens/session-screens.ts").then(
    ({ Sessions }) => Sessions,
    () => NotLoaded,
  ),
);

const Numbers = lazy(() =>
  import("../screens/numbers.tsx").then(
    ({ Numbers }) => Numbers,
    () => NotLoaded,
  ),
);

/** Everything behind the sign-in: the header, the state of the live channel, and the screen asked for. */
export function Workplace({ me }: { me: SignedIn }) {
  // Another person, account, role or team means another queue.
  useEffect(() => startFeed(me), [me.user.id, me.account.id, me.role, me.teamId]);
  useEffect(() => {
    // After the queue's own requests; a failure is met again, and said, by whoever opens one of these screens.
    const soon = setTimeout(() => {
      for (const screen of [HandoffContext, SessionView, Sessions]) void screen.preload();
    }, AHEAD_MS);
    return () => clearTimeout(soon);
  }, []);
  return (
    <MeContext.Provider value={me}>
      <SiteHeader />
      {isAdminRole(me.role) && <HealthLine key={me.account.id} />}
      <main id="content" tabIndex={-1}>
        <Router>
          <Route path="/" component={Queue} />
          <Route path="/escalations" component={Queue} />
          <Route path="/sessions" component={Sessions} />
          <Route path="/sessions/:id" component={SessionView} />
          <Route path="/sessions/:id/handoffs/:hid" component={HandoffContext} />
          <Route path="/numbers" component={Numbers} />
          <Route path="/settings/:page?" component={Settings} />
          <Route path="/settings/:page/:item" component={Settings} />
          <Route default component={NotFound} />
        </Router>
      </main>
    </MeContext.Provider>
  );
}
