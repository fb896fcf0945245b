import type { ChatKind } from "./chat.ts";
import type { MailContent } from "./mail/mail-content.ts";

const MOST_BLOCKS = 50;
const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3_000;
/** What Slack says of an address that leads nowhere any more, beside 404 and 410. */
const GONE = /no_service|no_team|no_active_hooks|team_disabled|invalid_token|channel_(is_archived|not_found)/;

/** Slack, by an incoming webhook (`integrations.md`). */
export const slack: ChatKind = {
  name: "Slack",
  write: ({ content }) => JSON.stringify(slackMessage(content)),
  isGone: (status, body) => status === 404 || status === 410 || (status < 500 && GONE.test(body)),
};

/** A message as Slack's blocks, within its bounds; `text` is what notifications and screen readers get. */
export function slackMessage({ subject, paragraphs, facts, action, footer }: MailContent): object {
  const texts = [
    ...paragraphs.map((paragraph) => escaped(paragraph, SECTION_LENGTH)),
    ...packed(facts.map(({ label, value }) => `*${escaped(label, 200)}:* ${escaped(value, 2_500)}`)),
  ];
  const ends = [
    ...(action
      ? [{ type: "actions", elements: [{ type: "button", text: plain(action.label, 75), url: action.url }] }]
      : []),
    { type: "context", elements: [plain(footer, 2_000)] },
  ];
  // A section without text would make Slack refuse the whole message.
  const sections = texts.filter(Boolean).map((text) => ({ type: "section", text: { type: "mrkdwn", text } }));
  const room = MOST_BLOCKS - 1 - ends.length;
  const shown = sections.length > room ? [...sections.slice(0, room - 1), MORE] : sections;
  const header = { type: "header", text: plain(subject, HEADER_LENGTH) };
  return { text: escaped(subject, SECTION_LENGTH), blocks: [header, ...shown, ...ends] };
}

const MORE = { type: "section", text: { type: "mrkdwn", text: "… and more: open the queue." } };

/** Lines put together into as few texts as Slack's length allows. */
function packed(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < SECTION_LENGTH) {
      texts[texts.length - 1] = `${last}\n${line}`;
    } else texts.push(line);
  }
  return texts;
}

function plain(text: string, most: number): object {
  return { type: "plain_text", text: escaped(text, most) || "–", emoji: false };
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text in which nothing means anything to Slack, at most so long, and no entity or character cut in two. */
function escaped(text: string, most: number): string {
  let out = "";
  for (const char of text.trim()) {
    const written = ENTITIES[char] ?? char;
    if (out.length + written.length > most - 1) return `${out}…`;
    out += written;
  }
  return out;
}
