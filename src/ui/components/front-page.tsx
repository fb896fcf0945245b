import type { ComponentChildren } from "preact";
import { LanguageLine } from "./language-line.tsx";
import "../screens/sign-in.css";

/** What stands before the workplace: the product's name, one panel, and the languages. */
export function FrontPage({ children }: { children: ComponentChildren }) {
  return (
    <div class="front">
      <p class="brand">
        <img src="/favicon.svg" alt="" width="32" height="32" />
        Baton
      </p>
      <main class="front-panel">{children}</main>
      <LanguageLine />
    </div>
  );
}
