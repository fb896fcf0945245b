import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { AppEnv } from "../app-env.ts";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
code, pre { font: 0.9em ui-monospace, monospace; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
article { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 8px; padding: 0 1rem 1rem; margin: 1rem 0; }
dt { font-weight: 600; } dd { margin: 0 0 0.75rem; } .quiet { opacity: 0.75; }
button { font: inherit; font-weight: 600; padding: 0.6rem 1.4rem; }
`;

/** A small page of the Worker's own, under a policy that lets it load nothing. */
export async function page(c: Context<AppEnv>, title: string, content: Child): Promise<Response> {
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
        <h1>{title}</h1>
        {content}
      </body>
    </html>
  );
  return c.html(`<!doctype html>${String(await body)}`);
}
