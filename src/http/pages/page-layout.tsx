import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { AppEnv } from "../app-env.ts";

const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f6f7, #11161a); --surface: light-dark(#ffffff, #1a2126);
  --ink: light-dark(#17212a, #e6ecef); --quiet: light-dark(#51606b, #a3b1bb); --line: light-dark(#cfd8dd, #35424b);
  --accent: light-dark(#0f5f6b, #62cbd3); --on-accent: light-dark(#ffffff, #06262b);
  font: 16px/1.5 system-ui, "Segoe UI", sans-serif; color: var(--ink); background: var(--ground);
}
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; }
a { color: var(--accent); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre { font: 0.9em ui-monospace, monospace; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
article { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 0 1rem 1rem; margin: 1rem 0; }
.card { max-width: 32rem; margin: 6vh auto 0; padding: 1.5rem; }
.card h1 { margin: 0 0 1rem; } .card > :last-child { margin-bottom: 0; }
dt { font-size: 0.85rem; color: var(--quiet); } dd { margin: 0 0 0.75rem; overflow-wrap: anywhere; } .quiet { color: var(--quiet); }
button {
  font: inherit; font-weight: 600; min-height: 3rem; width: 100%; padding: 0.5rem 1.5rem; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 0; border-radius: 8px;
}
`;

/** A small page of the Worker's own, under a policy that lets it load nothing; one question is asked on a card. */
export async function page(
  c: Context<AppEnv>,
  title: string,
  content: Child,
  shape: "document" | "card" = "document",
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
        {shape === "card" ? (
          <article class="card">
            <h1>{title}</h1>
            {content}
          </article>
        ) : (
          <>
            <h1>{title}</h1>
            {content}
          </>
        )}
      </body>
    </html>
  );
  return c.html(`<!doctype html>${String(await body)}`);
}
