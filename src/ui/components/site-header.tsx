import { useLocation } from "preact-iso";
import { announcement } from "../announcement.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/speak.ts";
import { useSiteKeys } from "../use-site-keys.ts";
import { ConnectionLine } from "./connection-line.tsx";
import { KeySheet } from "./key-sheet.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { UndoRelease } from "./undo-release.tsx";

/** Product, account, the ways to go, and who is signed in. */
export function SiteHeader() {
  const me = useMe();
  const { path } = useLocation();
  useSiteKeys(me);
  const { site, queue, numbers, settings } = words.value;
  const isQueue = path === "/" || path === "/escalations";

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
      <PersonMenu />
      <UndoRelease />
      <KeySheet />
    </header>
  );
}
