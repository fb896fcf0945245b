import type { ChatKind } from "./chat.ts";
import type { MailContent } from "./mail/mail-content.ts";

/** Teams takes less than 28 kB; some room is left for what lies around the card on its way. */
const MOST_BYTES = 26_000;
/** What Power Automate says of a workflow that takes nothing any more, beside 401, 403, 404 and 410. */
const GONE = /WorkflowTriggerIsNotEnabled|WorkflowNotFound|WorkflowDisabled|DirectApiAuthorizationRequired/;
const GONE_STATUSES: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/** Microsoft Teams, by the address of a workflow "When a Teams webhook request is received" (`integrations.md`). */
export const teams: ChatKind = {
  name: "Teams",
  write: ({ content }) => teamsMessage(content),
  isGone: (status, body) => GONE_STATUSES.has(status) || (status < 500 && GONE.test(body)),
};

/** A message with one Adaptive Card, as JSON below the size that Teams takes: what is too much is cut, and says so. */
export function teamsMessage(content: MailContent): string {
  let [length, facts] = [8_000, content.facts.length];
  for (;;) {
    const text = JSON.stringify(messageOf(content, length, facts));
    if (new TextEncoder().encode(text).length <= MOST_BYTES || length < 50) return text;
    if (facts > 5) facts = Math.floor(facts * 0.7);
    else length = Math.floor(length * 0.7);
  }
}

function messageOf(
  { subject, paragraphs, facts, action, footer }: MailContent,
  length: number,
  most: number,
) {
  const left = facts.length - most;
  const body = [
    line([run(subject, length, { weight: "Bolder", size: "Medium" })]),
    ...paragraphs.map((paragraph) => line([run(paragraph, length)])),
    ...facts
      .slice(0, most)
      .map(({ label, value }) => line([run(`${label}: `, length, { weight: "Bolder" }), run(value, length)])),
    ...(left > 0 ? [line([run(`… and ${left} more.`, length)])] : []),
    line([run(footer, length, { isSubtle: true, size: "Small" })]),
  ];
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body,
    actions: action ? [{ type: "Action.OpenUrl", title: action.label, url: action.url }] : [],
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content }] };
}

/** Text runs know no Markdown: what people wrote stays what they wrote. */
function line(inlines: object[]): object {
  return { type: "RichTextBlock", inlines };
}

function run(text: string, length: number, style: object = {}): object {
  const cut = text.length > length ? `${text.slice(0, length).toWellFormed()}…` : text;
  return { type: "TextRun", text: cut || " ", ...style };
}
