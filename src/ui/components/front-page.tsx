import { useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { pageTitle } from "../tab-title.ts";
import { LanguageLine } from "./language-line.tsx";
import "../screens/sign-in.css";

/** What stands before the workplace: the product's name, one panel, and the languages. */
export function FrontPage({ children }: { children: ComponentChildren }) {
  // Behind the sign-in the title also counts what waits, and has a keeper of its own.
  useSignalEffect(() => {
    document.title = pageTitle.value === "" ? "Baton" : `${pageTitle.value} · Baton`;
  });
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
