import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { announcement } from "../announcement.ts";
import { ApiProblem } from "../api-problem.ts";
import { signOut } from "../me.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/speak.ts";
import { useSiteKeys } from "../use-site-keys.ts";
import { ConnectionLine } from "./connection-line.tsx";
import { KeySheet } from "./key-sheet.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { UndoRelease } from "./undo-release.tsx";

/** Product, account, the ways to go, and who is signed in. */
export function SiteHeader() {
  const me = useMe();
  const { path } = useLocation();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useSiteKeys(me);
  const { site, queue, numbers, settings } = words.value;
  const isQueue = path === "/" || path === "/escalations";

  const leave = async () => {
    setProblem(null);
    try {
      await signOut();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };

  return (
    <header class="site">
      <a class="skip" href="#content">
        {site.skip}
      </a>
      <a class="brand" href="/escalations">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        Baton
      </a>
      <span class="account">{me.account.name}</span>
      <nav aria-label={site.main}>
        <a href="/escalations" aria-current={isQueue ? "page" : undefined}>
          {queue.title}
        </a>
        <a href="/sessions" aria-current={path.startsWith("/sessions") ? "page" : undefined}>
          {site.sessions}
        </a>
        <a href="/numbers" aria-current={path === "/numbers" ? "page" : undefined}>
          {numbers.title}
        </a>
        <a href="/settings" aria-current={path.startsWith("/settings") ? "page" : undefined}>
          {settings.title}
        </a>
      </nav>
      <p class="status" role="status">
        {announcement.value}
      </p>
      <ConnectionLine />
      <span class="person">
        {me.user.name} <span class="quiet">{settings.roles[me.role]}</span>
      </span>
      <button type="button" onClick={() => void leave()}>
        {site.signOut}
      </button>
      {problem !== null && <ProblemNote problem={problem} sent />}
      <UndoRelease />
      <KeySheet />
    </header>
  );
}
