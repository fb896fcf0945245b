import type { MailContent } from "./mail-content.ts";

/** The plain text part. */
export function renderText({ paragraphs, facts, action, button, footer }: MailContent): string {
  const lines = facts.map(({ label, value }) => `${label}: ${value}`).join("\n");
  const links = [action, button].map((link) => link && `${link.label}: ${link.url}`);
  return [...paragraphs, lines, ...links, `-- \n${footer}`].filter((part) => part).join("\n\n");
}

/** The HTML part; everything that came from people is escaped by JSX. */
export function renderHtml(content: MailContent): string {
  return `<!doctype html>${String(<Mail {...content} />)}`;
}

const FONT = "font:16px/1.5 system-ui,'Segoe UI',sans-serif;color:#1d2430";

function Mail({ subject, paragraphs, facts, action, button, footer }: MailContent) {
  const main = button ?? action;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{subject}</title>
      </head>
      <body style={`margin:0;background:#f3f5f8;${FONT}`}>
        <div style="max-width:36rem;margin:0 auto;padding:24px">
          <div style="background:#fff;border:1px solid #d9dfe8;border-radius:8px;padding:24px">
            <h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">{subject}</h1>
            {paragraphs.map((paragraph) => (
              <p style="margin:0 0 16px;white-space:pre-wrap">{paragraph}</p>
            ))}
            {facts.map(({ label, value }) => (
              <p style="margin:0 0 8px">
                <strong>{label}:</strong> {value}
              </p>
            ))}
            {main && (
              <p style="margin:24px 0 0">
                <a
                  href={main.url}
                  style="display:inline-block;background:#1c4fd6;color:#fff;text-decoration:none;padding:10px 18px;border-radius:6px"
                >
                  {main.label}
                </a>
              </p>
            )}
            {button && action && (
              <p style="margin:16px 0 0">
                <a href={action.url}>{action.label}</a>
              </p>
            )}
          </div>
          <p style="margin:16px 0 0;font-size:13px;color:#5b6575">{footer}</p>
        </div>
      </body>
    </html>
  );
}
