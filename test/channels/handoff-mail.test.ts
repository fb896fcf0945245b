import { expect, test } from "vitest";
import { type HandoffMailFacts, handoffMail } from "../../src/channels/mail/handoff-mail.ts";
import { toolName } from "../../src/contract/tool-name.ts";
import { renderHtml, renderText } from "../../src/channels/mail/render-mail.tsx";

const FACTS: HandoffMailFacts = {
  kind: "first",
  problem_summary: "VPN drops every ten minutes",
  engineer_notes: "Stuck at phase 2.\nCustomer waits.",
  priority: "critical",
  tool: null,
  reason: null,
  public_url: "https://baton.example",
  created_at: 0,
  now: 0,
  claimed: false,
};
const FOOTER = "You get this mail because you are on this account's escalation team.";

test("the mail says what happened, why, how urgent it is and where to go", () => {
  const mail = handoffMail(FACTS);
  expect(mail.subject).toBe("New escalation: VPN drops every ten minutes");
  expect(renderText(mail)).toBe(
    [
      "A teammate has escalated a session and is asking for help.",
      "Stuck at phase 2.\nCustomer waits.",
      "Priority: critical",
      "Open the queue: https://baton.example/escalations",
      `-- \n${FOOTER}`,
    ].join("\n\n"),
  );
});

test.each([
  ["alertmanager", "Prod monitoring", "Alertmanager (Prod monitoring)"],
  ["grafana", "Grafana Cloud", "Grafana Cloud"],
  ["generic", "Zabbix\r\nBcc: all@test.example", "Zabbix Bcc: all@test.example"],
  [null, "Backup script", "Backup script"],
] as const)("what a tool escalated (%s, %j) names the tool", (kind, name, words) => {
  const [first, notes] = handoffMail({ ...FACTS, tool: toolName(kind, name) }).paragraphs;
  expect(first).toBe(`${words} has escalated this and is asking for help.`);
  expect(notes).toBe(FACTS.engineer_notes);
});

test("without a public address the link is left out of both parts", () => {
  const mail = handoffMail({ ...FACTS, public_url: "" });
  expect(renderText(mail)).toBe(
    [
      "A teammate has escalated a session and is asking for help.",
      "Stuck at phase 2.\nCustomer waits.",
      "Priority: critical",
      `-- \n${FOOTER}`,
    ].join("\n\n"),
  );
  expect(renderHtml(mail)).not.toMatch(/<a\b|href|escalations/);
});

test.each([null, "", "  \n "])("a session without a problem (%j) is an active session", (problem_summary) => {
  expect(handoffMail({ ...FACTS, problem_summary }).subject).toBe("New escalation: an active session");
});

test.each([null, ""])("missing notes (%j) are said to be missing", (engineer_notes) => {
  expect(handoffMail({ ...FACTS, engineer_notes }).paragraphs).toEqual([
    "A teammate has escalated a session and is asking for help.",
    "No reason provided.",
  ]);
});

test("line breaks in the problem do not break the subject", () => {
  const problem_summary = "VPN drops\r\nBcc: everybody@test.example\n\nsince  noon";
  const { subject } = handoffMail({ ...FACTS, problem_summary });
  expect(subject).toBe("New escalation: VPN drops Bcc: everybody@test.example since noon");
});

test("a slash at the end of the public address is not doubled", () => {
  const { action } = handoffMail({ ...FACTS, public_url: "https://baton.example/" });
  expect(action?.url).toBe("https://baton.example/escalations");
});

test("what people wrote is text in the HTML part, never markup", () => {
  const html = renderHtml(
    handoffMail({
      ...FACTS,
      problem_summary: '<script>alert("x")</script>',
      engineer_notes: '<img src=x onerror=alert(1)> & "more"',
    }),
  );
  expect(html).toContain("New escalation: &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</h1>");
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;more&quot;</p>");
  expect(html).not.toMatch(/<script|<img/);
  expect(html).toContain('<a href="https://baton.example/escalations"');
  expect(html).toMatch(/^<!doctype html><html lang="en">/);
});

test("a returned escalation tells its engineer why", () => {
  const mail = handoffMail({ ...FACTS, kind: "returned", reason: "Ask the ISP first." });
  expect(mail.subject).toBe("Returned to you: VPN drops every ten minutes");
  expect(mail.paragraphs).toEqual(["Your escalation was returned to you.", "Ask the ISP first."]);
});

const HOUR = 60 * 60_000;

test.each([
  ["reminder", "Nobody has picked this escalation up for 2 hours 5 minutes."],
  [
    "widened",
    "Nobody has picked this escalation up for 2 hours 5 minutes, so the whole escalation team is being asked.",
  ],
  [
    "fallback",
    "Nobody has picked this escalation up for 2 hours 5 minutes. You are the person whom this account falls back on.",
  ],
] as const)("a %s says how long the escalation has waited", (kind, words) => {
  const mail = handoffMail({ ...FACTS, kind, created_at: HOUR, now: 3 * HOUR + 5 * 60_000 + 59_999 });
  expect(mail.subject).toBe("Still waiting: VPN drops every ten minutes");
  expect(mail.paragraphs).toEqual([words, "Stuck at phase 2.\nCustomer waits."]);
  expect(mail.facts).toEqual([{ label: "Priority", value: "critical" }]);
  expect(mail.action?.url).toBe("https://baton.example/escalations");
});

test("who is asked because a colleague cannot be reached is told so, and not that a policy names them", () => {
  const mail = handoffMail({ ...FACTS, kind: "fallback", instead: true, now: 5 * 60_000 });
  expect(mail.paragraphs).toEqual([
    "Nobody has picked this escalation up for 5 minutes. A colleague who was asked cannot be reached by mail.",
    "Stuck at phase 2.\nCustomer waits.",
  ]);
  expect(mail.footer).toBe("You get this mail because a colleague's address does not work.");
  expect(handoffMail({ ...FACTS, kind: "fallback" }).footer).toBe(
    "You get this mail because this account's escalation policy names you.",
  );
});

test("a reminder to whoever holds it says what keeps it with them", () => {
  const mail = handoffMail({ ...FACTS, kind: "reminder", claimed: true });
  expect(mail.subject).toBe("Still waiting: VPN drops every ten minutes");
  expect(mail.paragraphs).toEqual([
    "You picked this up, and nothing has been written about it since.",
    "A message, a step or a note keeps it with you. If none comes, it goes back to the queue.",
  ]);
  expect(mail.footer).toBe("You get this mail because you picked this session up.");
});

test("who parked a session and asked for it is reminded in their own words", () => {
  const mail = handoffMail({ ...FACTS, kind: "wake", engineer_notes: "Part arrives", now: 25 * HOUR });
  expect(mail.subject).toBe("You asked to be reminded: VPN drops every ten minutes");
  expect(mail.paragraphs).toEqual([
    "You parked this session 1 day 1 hour ago and asked to be reminded now.",
    "Part arrives",
  ]);
  expect(handoffMail({ ...FACTS, kind: "wake", engineer_notes: "" }).paragraphs).toEqual([
    "You parked this session less than a minute ago and asked to be reminded now.",
    "You left no note.",
  ]);
});
