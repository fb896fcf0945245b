import { expect, test } from "vitest";
import type { Message, SendAnswer } from "../../src/channels/channel.ts";
import { postmarkMailer } from "../../src/channels/mailer.ts";
import { type Behaviour, FakePostmark } from "../support/postmark.ts";

const mailTo = (who: string): Message => ({
  to: `${who}@test.example`,
  content: { subject: "Hello", paragraphs: ["Text"], facts: [], action: null, footer: "Why" },
  metadata: { handoff_id: "h-1", delivery_id: `d-${who}`, account_id: "a-1" },
  thread: "h-1",
});
const TWO = [mailTo("sam"), mailTo("adam")];

function connected(behave?: Behaviour) {
  const postmark = new FakePostmark();
  if (behave) postmark.behave = behave;
  const mailer = postmarkMailer({
    token: "server-token",
    from: "Baton <b@test.example>",
    fetch: postmark.fetch,
  });
  return { postmark, mailer };
}

test("a batch is posted once, with everything that good mail and our own look-up need", async () => {
  const { postmark, mailer } = connected();
  expect(await mailer.send(TWO)).toEqual([
    { kind: "sent", provider_message_id: "pm-d-sam" },
    { kind: "sent", provider_message_id: "pm-d-adam" },
  ]);
  const [request] = postmark.requests;
  expect(postmark.requests).toHaveLength(1);
  expect(request?.url.href).toBe("https://api.postmarkapp.com/email/batch");
  expect(new Headers(request?.init.headers).get("x-postmark-server-token")).toBe("server-token");
  expect(postmark.arrived[0]).toEqual({
    From: "Baton <b@test.example>",
    To: "sam@test.example",
    Subject: "Hello",
    TextBody: "Text\n\n-- \nWhy",
    HtmlBody: expect.stringContaining("<h1"),
    MessageStream: "outbound",
    Metadata: { handoff_id: "h-1", delivery_id: "d-sam", account_id: "a-1" },
    Headers: [
      { Name: "Auto-Submitted", Value: "auto-generated" },
      { Name: "X-Auto-Response-Suppress", Value: "All" },
      { Name: "References", Value: "<h-1@baton>" },
    ],
  });
});

test("later mails of a thread answer its first, and people's answers go where they are read", async () => {
  const postmark = new FakePostmark();
  const settings = { token: "t", from: "Baton <b@test.example>", fetch: postmark.fetch };
  await postmarkMailer({ ...settings, reply_to: "desk@test.example" }).send([
    mailTo("sam"),
    { ...mailTo("sam"), follows: true },
    { ...mailTo("sam"), thread: null, follows: true },
  ]);
  await postmarkMailer({ ...settings, reply_to: "" }).send([mailTo("sam")]);
  const threads = postmark.arrived.map(({ Headers: headers }) =>
    headers.filter(({ Name }) => Name === "References" || Name === "In-Reply-To"),
  );
  const references = { Name: "References", Value: "<h-1@baton>" };
  expect(threads).toEqual([
    [references],
    [references, { Name: "In-Reply-To", Value: "<h-1@baton>" }],
    [],
    [references],
  ]);
  expect(postmark.arrived.map(({ ReplyTo }) => ReplyTo)).toEqual([
    "desk@test.example",
    "desk@test.example",
    "desk@test.example",
    undefined,
  ]);
});

test("no mails are no call", async () => {
  const { postmark, mailer } = connected();
  expect(await mailer.send([])).toEqual([]);
  expect(postmark.requests).toEqual([]);
});

test("each message of a batch has its own result, whatever the batch was answered", async () => {
  const { mailer } = connected(() =>
    Response.json([
      { ErrorCode: 406, Message: "You tried to send to a recipient that has been marked as inactive." },
      { ErrorCode: 300, Message: "Invalid 'To' address" },
      { ErrorCode: 0, Message: "OK", MessageID: "m-3" },
      { ErrorCode: 0, Message: "OK" },
    ]),
  );
  expect(await mailer.send(["a", "b", "c", "d", "e"].map(mailTo))).toEqual([
    { kind: "suppressed", error: expect.stringMatching(/^Postmark 406: You tried/) },
    { kind: "failed", error: "Postmark 300: Invalid 'To' address" },
    { kind: "sent", provider_message_id: "m-3" },
    { kind: "retry", error: expect.stringContaining("MessageID"), uncertain: true },
    { kind: "retry", error: expect.stringContaining("no entry"), uncertain: true },
  ]);
});

test.each([
  [400, "Sender signature not found"],
  [401, "Sender signature not confirmed"],
  [405, "Not allowed to send: no credits left"],
  [412, "Account is pending approval"],
  [413, "Account may not send"],
  [1235, "No such message stream"],
])(
  "a single message refused for what is ours (%i) is tried again, and has surely not arrived",
  async (ErrorCode, Message) => {
    const { mailer } = connected(() => Response.json([{ ErrorCode, Message }]));
    expect(await mailer.send([mailTo("sam")])).toEqual([
      { kind: "retry", error: `Postmark ${ErrorCode}: ${Message}`, uncertain: false },
    ]);
  },
);

const api = (status: number, ErrorCode: number, Message: string) => () =>
  Response.json({ ErrorCode, Message }, { status });
const html = (status: number) => () => new Response("<html><h1>Sorry</h1></html>", { status });
const failures: [string, Behaviour, SendAnswer["kind"], boolean | undefined][] = [
  ["a wrong token waits for its repair", api(401, 10, "Bad or missing token"), "retry", false],
  ["too many requests come back later", api(429, 0, "Slow down"), "retry", false],
  ["a fault at Postmark may have sent them", api(500, 0, "Oops"), "retry", true],
  ["maintenance may have sent them", api(503, 100, "Maintenance"), "retry", true],
  ["a batch whose addresses are none is final", api(422, 300, "Invalid 'To' address"), "failed", undefined],
  ["an account out of credits waits for them", api(422, 405, "Not allowed to send"), "retry", false],
  ["a batch in a form that Postmark refuses waits for ours", api(422, 402, "Invalid JSON"), "retry", false],
  ["a 403 page of something in between is no refusal", html(403), "retry", true],
  ["a 200 page of something in between is no success and no refusal", html(200), "retry", true],
  ["a 200 that is empty is no success", () => new Response(""), "retry", true],
  ["a 200 of another form is no success", () => Response.json({ ok: true }), "retry", true],
  [
    "a lost connection may have sent them",
    () => Promise.reject(new TypeError("Network connection lost")),
    "retry",
    true,
  ],
  [
    "a time-out may have sent them",
    () =>
      Promise.reject(
        AbortSignal.timeout(0).reason ?? new DOMException("The operation timed out", "TimeoutError"),
      ),
    "retry",
    true,
  ],
];

test.each(failures)("%s", async (_, behave, kind, uncertain) => {
  const { mailer } = connected(behave);
  const results = await mailer.send(TWO);
  const expected = {
    kind,
    error: expect.stringMatching(/\S/),
    ...(uncertain !== undefined && { uncertain }),
  };
  expect(results).toEqual([expected, expected]);
});

test("every call carries a time limit of ten seconds, far below a sender's lease", async () => {
  const limits: number[] = [];
  const real = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    limits.push(ms);
    return real.call(AbortSignal, ms);
  };
  try {
    const { postmark, mailer } = connected();
    await mailer.send(TWO);
    await mailer.find("delivery_id", "d-sam");
    expect(postmark.requests.map(({ init }) => init.signal instanceof AbortSignal)).toEqual([true, true]);
  } finally {
    AbortSignal.timeout = real;
  }
  expect(limits).toEqual([10_000, 10_000]);
});

test("a mail is found by its metadata, or known not to be there, or the question fails", async () => {
  const { postmark, mailer } = connected();
  await mailer.send([mailTo("sam")]);
  expect(await mailer.find("delivery_id", "d-sam")).toBe("pm-d-sam");
  expect(await mailer.find("delivery_id", "d-adam")).toBeNull();
  expect(postmark.requests.at(-1)?.url.pathname).toBe("/messages/outbound");
  postmark.searchable = false;
  await expect(mailer.find("delivery_id", "d-sam")).rejects.toThrow();
});
