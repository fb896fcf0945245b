import type { Context } from "hono";
import type { DevMail } from "../../contract/demo.ts";
import type { AppEnv } from "../app-env.ts";
import { page } from "./page-layout.tsx";

/** Every mail that would have been sent, newest first. */
export function devMailPage(c: Context<AppEnv>, mails: readonly DevMail[]): Promise<Response> {
  return page(
    c,
    "Development mailbox",
    <>
      <p class="quiet">
        Mails that Baton would have sent: no Postmark token is configured. Reload to see new ones.
      </p>
      {mails.length === 0 && <p>Nothing yet. Escalate a session and look again.</p>}
      {mails.map((mail) => (
        <article>
          <h2>{mail.subject}</h2>
          <p class="quiet">
            To {mail.to}, <time datetime={mail.created_at}>{mail.created_at}</time>
          </p>
          <pre>{mail.text}</pre>
          {linkIn(mail.text) && (
            <p>
              <a href={linkIn(mail.text)}>Open the link</a>
            </p>
          )}
        </article>
      ))}
    </>,
  );
}

function linkIn(text: string): string | undefined {
  return /https?:\/\/\S+/.exec(text)?.[0];
}
