import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { AppEnv } from "../app-env.ts";
import { STYLE } from "./page-style.ts";

/** What a page is: one question on a card, something to read, or a reference with its contents beside it. */
export type PageShape = "card" | "document" | "reference";

/** A small page of the Worker's own, under a policy that lets it load nothing. */
export async function page(
  c: Context<AppEnv>,
  title: string,
  content: Child,
  shape: PageShape = "document",
): Promise<Response> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(STYLE));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  c.header(
    "Content-Security-Policy",
    `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  c.header("Cache-Control", "no-store");
  const body = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title} · Baton</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        {shape !== "card" && <SiteHeader at={c.req.path} />}
        {shape === "card" ? (
          <main>
            <article class="card">
              <h1>{title}</h1>
              {content}
            </article>
          </main>
        ) : shape === "document" ? (
          <main>
            <h1>{title}</h1>
            {content}
          </main>
        ) : (
          <main class="reference">{content}</main>
        )}
      </body>
    </html>
  );
  return c.html(`<!doctype html>${String(await body)}`);
}

const PLACES = [
  { path: "/api/v1/docs", name: "The API" },
  { path: "/problems", name: "Problems" },
] as const;

function SiteHeader({ at }: { at: string }) {
  return (
    <header class="site">
      <a class="brand" href="/escalations">
        Baton
      </a>
      <nav aria-label="Documentation">
        {PLACES.map(({ path, name }) => (
          <a href={path} aria-current={at === path ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
    </header>
  );
}
