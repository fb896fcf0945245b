import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { ApiProblem } from "../api-problem.ts";
import { initials } from "../initials.ts";
import { signOut } from "../me.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/speak.ts";
import { sheetOpen } from "./key-sheet.tsx";
import { ProblemNote } from "./problem-note.tsx";

const MENU = "person-menu";

/** Who is signed in, and what is theirs alone: their settings, sound and keys, and the way out. */
export function PersonMenu() {
  const me = useMe();
  const { url } = useLocation();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { site, queue, settings } = words.value;

  const leave = async () => {
    setProblem(null);
    try {
      await signOut();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    }
  };

  return (
    <>
      <button type="button" class="person" popovertarget={MENU} title={me.user.name}>
        <span class="face" aria-hidden="true">
          {initials(me.user.name)}
        </span>
        <span class="person-name">
          {me.user.name} <span class="quiet">{settings.roles[me.role]}</span>
        </span>
      </button>
      <div key={url} id={MENU} class="menu" popover="auto">
        <p>
          <b>{me.user.email}</b>
          <span class="quiet">{me.account.name}</span>
        </p>
        <a href="/settings/me">{settings.pages.me}</a>
        <button type="button" popovertarget={MENU} onClick={() => (sheetOpen.value = true)}>
          {queue.attention.title}
        </button>
        <button type="button" onClick={() => void leave()}>
          {site.signOut}
        </button>
        {problem !== null && <ProblemNote problem={problem} sent />}
      </div>
    </>
  );
}
