import { words } from "../../words/speak.ts";
import type { SettingsPage } from "./pages.ts";

interface Props {
  pages: readonly SettingsPage[];
  current: string;
}

/** The way between the settings: beside them where there is room, above them where there is not. */
export function SettingsNav({ pages, current }: Props) {
  const { title, pages: names } = words.value.settings;
  return (
    <nav class="settings-nav" aria-label={title}>
      {pages.map((page) => (
        <a key={page} href={`/settings/${page}`} aria-current={page === current ? "page" : undefined}>
          {names[page]}
        </a>
      ))}
    </nav>
  );
}
