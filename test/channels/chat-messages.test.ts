import { describe, expect, it } from "vitest";
import { bundleMail } from "../../src/channels/mail/bundle-mail.ts";
import { handoffMail } from "../../src/channels/mail/handoff-mail.ts";
import { slackMessage } from "../../src/channels/slack.ts";
import { teamsMessage } from "../../src/channels/teams.ts";

const content = (notes: string, problem = "VPN drops") =>
  handoffMail({
    kind: "first",
    problem_summary: problem,
    engineer_notes: notes,
    priority: "high",
    tool: null,
    reason: null,
    public_url: "https://baton.example",
    created_at: 0,
    now: 60_000,
    claimed: false,
  });
const many = (count: number) =>
  bundleMail(
    Array.from({ length: count }, (_, index) => ({
      problem_summary: `Problem ${index} <&> ${"x".repeat(400)}`,
      customer: "Contoso",
      priority: "normal" as const,
    })),
    "https://baton.example",
  );

interface Block {
  type: string;
  text?: { type: string; text: string };
  elements?: { url?: string }[];
}
const blocksOf = (message: object) => (message as { blocks: Block[] }).blocks;

describe("Slack", () => {
  it("is given a header, the words, the facts and a link to the queue", () => {
    const message = slackMessage(content("Tried rebooting"));
    expect(message).toMatchObject({ text: "New escalation: VPN drops" });
    expect(blocksOf(message).map(({ type }) => type)).toEqual([
      "header",
      "section",
      "section",
      "section",
      "actions",
      "context",
    ]);
    expect(blocksOf(message)[2]?.text).toEqual({ type: "mrkdwn", text: "Tried rebooting" });
    expect(blocksOf(message)[3]?.text?.text).toBe("*Priority:* high");
    expect(blocksOf(message)[4]?.elements?.[0]?.url).toBe("https://baton.example/escalations");
  });

  it("is given nothing that would call a channel or make a link out of what people wrote", () => {
    const [, , notes] = blocksOf(slackMessage(content("<!channel> <https://evil.example|click> & <@U1>")));
    expect(notes?.text?.text).toBe("&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp; &lt;@U1&gt;");
  });

  it.each([1, 10, 300, 500])(
    "is given %i escalations within 50 blocks of 3,000 characters, none cut in a character",
    (count) => {
      const blocks = blocksOf(slackMessage(many(count)));
      expect(blocks.length).toBeLessThanOrEqual(50);
      for (const { type, text } of blocks) {
        expect(text?.text.length ?? 0).toBeLessThanOrEqual(type === "header" ? 150 : 3_000);
        expect(text?.text.isWellFormed() ?? true).toBe(true);
        expect(text?.text ?? "").not.toMatch(/&(?!amp;|lt;|gt;)/);
      }
      if (count === 500) expect(blocks.at(-3)?.text?.text).toBe("… and more: open the queue.");
    },
  );

  it("is given long notes cut, with what is written as several characters counted as such", () => {
    const [, , notes] = blocksOf(slackMessage(content("&".repeat(10_000))));
    expect(notes?.text?.text.length).toBeLessThanOrEqual(3_000);
    expect(notes?.text?.text).toMatch(/^(&amp;)+…$/);
  });

  it("is given a message without notes or a link, too", () => {
    const bare = { ...content(""), paragraphs: ["", " "], action: null };
    expect(blocksOf(slackMessage(bare)).map(({ type }) => type)).toEqual(["header", "section", "context"]);
  });
});

interface Card {
  type: string;
  attachments: {
    contentType: string;
    contentUrl: null;
    content: {
      type: string;
      version: string;
      body: { type: string; inlines: { text: string }[] }[];
      actions: object[];
    };
  }[];
}
const cardOf = (text: string) => JSON.parse(text) as Card;

describe("Teams", () => {
  it("is given one Adaptive Card with the words, the facts and a link to the queue", () => {
    const card = cardOf(teamsMessage(content("Tried **rebooting**")));
    expect(card).toMatchObject({
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          contentUrl: null,
          content: {
            type: "AdaptiveCard",
            version: "1.4",
            actions: [
              { type: "Action.OpenUrl", title: "Open the queue", url: "https://baton.example/escalations" },
            ],
          },
        },
      ],
    });
    const lines = card.attachments[0]?.content.body ?? [];
    // Runs of text know no Markdown, so what people wrote stays what it is.
    expect(new Set(lines.map(({ type }) => type))).toEqual(new Set(["RichTextBlock"]));
    expect(lines.map(({ inlines }) => inlines.map(({ text }) => text).join(""))).toEqual([
      "New escalation: VPN drops",
      "A teammate has escalated a session and is asking for help.",
      "Tried **rebooting**",
      "Priority: high",
      "You get this mail because you are on this account's escalation team.",
    ]);
  });

  it.each([
    ["ten thousand characters of three bytes", content("€".repeat(10_000))],
    ["ten thousand characters that JSON escapes", content("\u0001".repeat(10_000))],
    ["five hundred escalations", many(500)],
  ])("is given %s in less than 28 kB", (_, given) => {
    const text = teamsMessage(given);
    expect(new TextEncoder().encode(text).length).toBeLessThan(28_000);
    expect(cardOf(text).attachments[0]?.content.body[0]?.inlines[0]?.text).toBe(given.subject);
    expect(text.isWellFormed()).toBe(true);
  });

  it("says how many escalations it leaves out", () => {
    const lines = cardOf(teamsMessage(many(500))).attachments[0]?.content.body ?? [];
    const shown = lines.filter(({ inlines }) => inlines[0]?.text === "normal: ").length;
    expect(lines.at(-2)?.inlines[0]?.text).toBe(`… and ${500 - shown} more.`);
  });
});
