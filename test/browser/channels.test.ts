import type { Page, Worker } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pushText } from "../../src/channels/web-push.ts";
import type { ChannelTarget } from "../../src/contract/channel-target.ts";
import type { Handoff } from "../../src/contract/handoff.ts";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON, contextOf, demoCaller, handOffBySam, openAs } from "../support/demo-browser.ts";
import { heldAnswers } from "../support/held-answers.ts";
import { type LocalReceiver, startLocalReceiver } from "../support/local-receiver.ts";
import { expectNoSidewaysScroll } from "../support/no-sideways-scroll.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
let receiver: LocalReceiver;
beforeAll(async () => {
  [baton, receiver] = await Promise.all([startBaton(), startLocalReceiver()]);
});
let path = "/services";
let counted = 0;
beforeEach(() => {
  path = `/services/T0/B${++counted}`;
});
afterAll(async () => {
  receiver.stop();
  await baton.stop();
});

const open = (name: string, page: string) => openAs(browser, baton.url, name, `/settings/${page}`);
const posts = () => receiver.posts.filter((post) => post.path === path).map(({ body }) => body);
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const said = (page: Page, words: string) =>
  page.getByRole("status").getByText(words, { exact: true }).waitFor();

async function ownChannels(email: string): Promise<ChannelTarget[]> {
  const signIn = await fetch(`${baton.url}/api/v1/demo/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: `${email}@northwind.example` }),
  });
  const { token } = (await signIn.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${baton.url}/api/v1/me/channels`, { headers });
  return ((await answer.json()) as { items: ChannelTarget[] }).items;
}

describe("the account's chats", () => {
  test("are added and tested, show what the service answered, and are told of escalations and named in the policy's preview", async () => {
    browser.willFail(422);
    const page = await open("Adam Reyes", "channels");
    await page.getByText("No chat is told yet.").waitFor();
    await page.getByLabel("Microsoft Teams").check();
    await page
      .getByText("Workflows >", { exact: false })
      .or(page.getByText(/> Workflows >/))
      .first()
      .waitFor();
    await page.getByLabel("Slack").check();
    await page.getByLabel("Name").fill("#escalations");
    await page.getByLabel("Address").fill("ftp://slack.example/x");
    await page.getByRole("button", { name: "Add and test" }).click();
    await page.getByText("This is no web address.").waitFor();
    await page.getByLabel("Address").fill(receiver.url(path));
    await page.getByRole("button", { name: "Add and test" }).click();
    await said(page, "#escalations is added");
    await page.getByText("Slack took the test.").waitFor();
    expect(JSON.parse(posts()[0] ?? "")).toMatchObject({ text: "Baton reaches you here" });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    receiver.says.set(path, { status: 404, body: "no_service" });
    await page.getByRole("button", { name: "Send a test to #escalations" }).click();
    await page.getByText("Slack did not take the test. The answer:").waitFor();
    await page.getByText("Slack 404: no_service").waitFor();
    await page.getByText("Does not work", { exact: true }).waitFor();
    await expectAccessible(page);
    receiver.says.delete(path);
    await page.getByRole("button", { name: "Send a test to #escalations" }).click();
    await page.getByText("Works", { exact: true }).waitFor();
    receiver.says.set(path, { status: 500, body: "busy" });
    await page.getByRole("button", { name: "Send a test to #escalations" }).click();
    await page.getByText("Slack 500: busy").waitFor();
    expect(await page.getByText("Works", { exact: true }).count()).toBe(0);
    receiver.says.delete(path);
    await page.getByRole("button", { name: "Send a test to #escalations" }).click();
    await page.getByText("Works", { exact: true }).waitFor();
    expect(await page.content()).not.toContain(path);

    await page.goto(`${baton.url}/settings/policy`);
    const first = region(page, "Who would be told when").getByRole("listitem").first();
    await first.getByText("and in #escalations (Slack)").waitFor();
    await handOffBySam(baton.url, { problem_summary: "Badge reader is dark" });
    await expect.poll(() => posts().at(-1), SOON).toContain("Badge reader is dark");

    await page.goto(`${baton.url}/settings/channels`);
    await page.getByRole("button", { name: "Remove #escalations" }).click();
    const dialog = page.getByRole("dialog", { name: "Remove #escalations?" });
    await dialog.getByRole("button", { name: "Remove" }).click();
    await said(page, "#escalations is removed");
    await page.getByText("No chat is told yet.").waitFor();
  });

  test("are not for engineers, and speak German to those whom they are for", async () => {
    const sam = await open("Sam Okafor", "channels");
    await sam.getByText("An owner or admin of this account can see and change this.").waitFor();
    const page = await open("Olivia Hart", "channels");
    await page.evaluate("localStorage.setItem('baton.language', 'de')");
    await page.reload();
    await page.getByText("Welcher Chat ist es?").waitFor();
    await page.getByRole("button", { name: "Hinzufügen und testen" }).waitFor();
    await expectNoSidewaysScroll(page);
  });
});

test("a person adds a chat of their own, is told there from then on, and one way always stays", async () => {
  const page = await open("Priya Nair", "me");
  const ways = region(page, "How I am told");
  expect(await ways.getByLabel("By email to priya@northwind.example").isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Add a chat" }).click();
  await page.getByLabel("Name").fill("Priya alone");
  await page.getByLabel("Address").fill(receiver.url(path));
  await region(page, "Add a chat").getByRole("button", { name: "Add a chat" }).click();
  await said(page, "Priya alone is added");
  expect(await ways.getByLabel("In my Slack").isChecked()).toBe(true);
  await ways.getByLabel("By email to").uncheck();
  await said(page, "Switched off: By email to priya@northwind.example");
  expect(await ways.getByLabel("In my Slack").isDisabled()).toBe(true);
  await ways.getByRole("button", { name: "Send me a test" }).click();
  await said(page, "On its way to Priya alone");
  await expect.poll(() => posts().join(), SOON).toContain("Baton reaches you here");
  receiver.says.set(path, { status: 404, body: "no_service" });
  await page.getByRole("button", { name: "Send a test to Priya alone" }).click();
  await page.getByText("Priya alone did not take the test. The answer:").waitFor();
  await page.getByText("Slack 404: no_service").waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  receiver.says.delete(path);
  await page.getByRole("button", { name: "Send a test to Priya alone" }).click();
  await page.getByText("Priya alone took the test.").waitFor();
  await page.reload();
  expect(await ways.getByLabel("By email to").isChecked()).toBe(false);
  await ways.getByLabel("By email to").check();

  await page.getByRole("button", { name: "Remove Priya alone" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await said(page, "Priya alone is removed");
  await page.locator("h2:focus").getByText("My chats").waitFor();
  expect(await ways.getByLabel("In my Slack").count()).toBe(0);
  expect(await ownChannels("priya")).toEqual([]);
});

test("ways that are switched one right after the other are all switched", async () => {
  const olivia = await demoCaller(baton.url, "olivia@northwind.example");
  for (const channel of ["slack", "teams"])
    await olivia("/me/channels", {
      channel,
      name: `Quick ${channel}`,
      url: receiver.url(`${path}/${channel}`),
    });
  const page = await open("Olivia Hart", "me");
  const ways = region(page, "How I am told");
  await ways.getByLabel("In my Slack").waitFor();
  const held = await heldAnswers(page, "PUT", "**/me/notifications");
  await ways.getByLabel("In my Slack").check();
  await held.asked;
  await ways.getByLabel("In my Teams").check();
  held.letGo();
  await said(page, "Switched on: In my Teams");
  expect(await olivia("/me/notifications", null, "GET")).toMatchObject({
    channels: ["email", "slack", "teams"],
  });
});

/** As if the push service had been reached: this machine cannot. What the browser is asked for is kept. */
const PUSH_SERVICE = `
  Notification.requestPermission = async () => "granted";
  PushManager.prototype.subscribe = async function (options) {
    globalThis.asked = options;
    globalThis.held = {
      toJSON: () => ({ endpoint: "https://push.example/send/1", expirationTime: null,
        keys: { p256dh: "B" + "A".repeat(86), auth: "A".repeat(22) } }),
      unsubscribe: async () => { globalThis.held = null; return true; },
    };
    return globalThis.held;
  };
  PushManager.prototype.getSubscription = async () => globalThis.held ?? null;`;

const subscribe = (page: Page) => page.getByRole("button", { name: "Notify me in this browser" }).click();

describe("a browser", () => {
  test("asks nothing before the button is pressed, and says what to do where the answer is no or there is no way", async () => {
    browser.willFail("push");
    const page = await browser.newPage();
    await page.addInitScript(`globalThis.asks = 0; globalThis.answers = "denied";
      Notification.requestPermission = async () => { asks += 1; return answers; };`);
    await page.goto(`${baton.url}/sign-in`);
    await page.getByRole("button", { name: "Sam Okafor" }).click();
    await page.getByRole("heading", { name: "Queue" }).waitFor();
    await page.goto(`${baton.url}/settings/me`);
    await page.getByText("No browser is told yet.").waitFor();
    expect(await page.evaluate("asks")).toBe(0);
    const refusal = region(page, "Browsers").getByRole("alert");
    await subscribe(page);
    await refusal.getByText("This browser does not let Baton notify.").waitFor();
    await expectAccessible(page);
    await page.evaluate("answers = 'default'");
    await subscribe(page);
    await refusal.getByText("The browser asked, and nothing was chosen.").waitFor();
    // Chromium without its push service.
    await page.evaluate("answers = 'granted'");
    await subscribe(page);
    await refusal.getByText("The browser did not reach its own push service").waitFor();
    await refusal.getByText(/^Registration failed/).waitFor();
    expect(await ownChannels("sam")).toEqual([]);
  });

  test("is told once its person says so, is named among their browsers, and no more when they sign out in it", async () => {
    const page = await browser.newPage();
    await page.addInitScript(PUSH_SERVICE);
    await page.goto(`${baton.url}/sign-in`);
    await page.getByRole("button", { name: "Sam Okafor" }).click();
    await page.getByRole("heading", { name: "Queue" }).waitFor();
    await page.goto(`${baton.url}/settings/me`);
    await subscribe(page);
    await said(page, "This browser is told from now on");
    const browsers = region(page, "Browsers");
    await browsers
      .getByRole("listitem")
      .filter({ hasText: "Chrome on Linux" })
      .getByText("this browser")
      .waitFor();
    expect(await region(page, "How I am told").getByLabel("In my browsers").isChecked()).toBe(true);
    const { public_key } = await page.evaluate<{ public_key: string }>(
      "fetch('/api/v1/me/web-push').then((answer) => answer.json())",
    );
    expect(await page.evaluate("asked")).toEqual({ userVisibleOnly: true, applicationServerKey: public_key });
    expect(await ownChannels("sam")).toMatchObject([{ channel: "web_push", name: "Chrome on Linux" }]);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await page.getByRole("button", { name: "Remove Chrome on Linux" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await browsers.getByText("No browser is told yet.").waitFor();
    expect(await page.evaluate("held")).toBe(null);
    await subscribe(page);
    await browsers.getByText("this browser").waitFor();
    await page.getByTitle("Sam Okafor").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.evaluate("held")).toBe(null);
    expect(await ownChannels("sam")).toEqual([]);
  });
});

/** What the browser would show: a Chromium without windows shows nothing, so it is kept here as a browser keeps it. */
const SHOWN = `
  self.shown = [];
  self.registration.showNotification = async (title, options) => {
    self.shown = self.shown.filter(({ tag }) => options.tag === undefined || tag !== options.tag);
    const one = { title, ...options, close: () => (self.shown = self.shown.filter((other) => other !== one)) };
    self.shown.push(one);
  };
  self.registration.getNotifications = async ({ tag }) => self.shown.filter((one) => one.tag === tag);
  0`;

/** A person's page whose service worker takes messages, and a push service that hands it some. */
async function listening(
  name: string,
): Promise<{ page: Page; worker: Worker; push: (message: object) => Promise<void> }> {
  const page = await openAs(browser, baton.url, name, "/escalations");
  const devtools = await page.context().newCDPSession(page);
  const known = Promise.withResolvers<string>();
  devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const ours = registrations.find(({ scopeURL }) => scopeURL === `${baton.url}/`);
    if (ours) known.resolve(ours.registrationId);
  });
  await devtools.send("ServiceWorker.enable");
  const ready = page.context().waitForEvent("serviceworker");
  await page.evaluate(`navigator.serviceWorker.register("/service-worker.js")
    .then(() => navigator.serviceWorker.ready).then(() => undefined)`);
  const [worker, registrationId] = [await ready, await known.promise];
  await worker.evaluate(SHOWN);
  const push = async (message: object) => {
    const data = JSON.stringify(message);
    await devtools.send("ServiceWorker.deliverPushMessage", { origin: baton.url, registrationId, data });
  };
  return { page, worker, push };
}

const shownBy = (worker: Worker) =>
  worker.evaluate<{ title: string; body: string; silent: boolean; requireInteraction: boolean }[]>(
    "self.shown.map(({ title, body, silent, requireInteraction }) => ({ title, body, silent, requireInteraction }))",
  );

/** A message about a handoff, as Baton writes it. */
function messageAbout({ id, session_id }: Handoff, kind: string, subject: string, paragraph: string): object {
  const metadata = { handoff_id: id, session_id, kind };
  const content = { subject, paragraphs: [paragraph], facts: [], action: null, footer: "" };
  return pushText({ content, metadata, thread: id });
}

/** As if the person pressed on what is shown. */
const PRESS = `(async () => {
  const [notification] = self.shown;
  const event = Object.assign(new Event("notificationclick"), {
    notification,
    waitUntil: (promise) => (self.pressed = promise),
  });
  self.dispatchEvent(event);
  await self.pressed;
})()`;

describe("the service worker", () => {
  test("shows an alert until somebody has it, says who, and then shows nothing", async () => {
    const handoff = await handOffBySam(baton.url, { problem_summary: "Fax sends twice" });
    const { worker, push } = await listening("Priya Nair");
    await push(messageAbout(handoff, "first", "New escalation: Fax sends twice", "Asks for help."));
    const alert = {
      title: "New escalation: Fax sends twice",
      body: "Asks for help.",
      silent: false,
      requireInteraction: true,
    };
    await expect.poll(() => shownBy(worker), SOON).toEqual([alert]);
    await push(messageAbout(handoff, "reminder", "Still waiting: Fax sends twice", "Nobody has it."));
    await expect
      .poll(() => shownBy(worker), SOON)
      .toMatchObject([{ title: "Still waiting: Fax sends twice" }]);
    await push(messageAbout(handoff, "taken", "Fax sends twice", "Adam picked this up."));
    await expect
      .poll(() => shownBy(worker), SOON)
      .toEqual([
        { title: "Fax sends twice", body: "Adam picked this up.", silent: true, requireInteraction: false },
      ]);
    await expect.poll(() => shownBy(worker), SOON).toEqual([]);
  });

  test("leads an open tab to the handoff without loading it anew, and opens one where there is none", async () => {
    const handoff = await handOffBySam(baton.url, { problem_summary: "Kiosk asks for a PIN" });
    const { page, worker, push } = await listening("Priya Nair");
    await page.evaluate("globalThis.isSamePage = true");
    await push(messageAbout(handoff, "first", "New escalation", "Asks for help."));
    await expect.poll(() => shownBy(worker), SOON).toHaveLength(1);
    await worker.evaluate(PRESS);
    await page.waitForURL(`${baton.url}${contextOf(handoff)}`);
    expect(await page.evaluate("isSamePage")).toBe(true);
    expect(await shownBy(worker)).toEqual([]);

    await worker.evaluate(`self.clients.matchAll = async () => [];
      self.clients.openWindow = async (path) => { self.opened = path; }; 0`);
    await push(messageAbout(handoff, "bundle", "3 escalations are waiting", "Several."));
    await expect.poll(() => shownBy(worker), SOON).toHaveLength(1);
    await worker.evaluate(PRESS);
    expect(await worker.evaluate("self.opened")).toBe("/escalations");
  });

  test("shows something for a message that makes no sense", async () => {
    const { worker, push } = await listening("Priya Nair");
    await push(["?"]);
    await expect
      .poll(() => shownBy(worker), SOON)
      .toMatchObject([{ title: "Baton", requireInteraction: false }]);
  });
});

test("an open tab closes what its browser shows of a handoff as soon as somebody has it", async () => {
  const handoff = await handOffBySam(baton.url, { problem_summary: "Lift phone is dead" });
  const page = await browser.newPage();
  await page.addInitScript(`globalThis.closedTags = [];
    ServiceWorkerRegistration.prototype.getNotifications = async ({ tag }) => [{ close: () => closedTags.push(tag) }];`);
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name: "Sam Okafor" }).click();
  await page.getByText(/^Live/).waitFor();
  await page.evaluate(`navigator.serviceWorker.register("/service-worker.js")
    .then(() => navigator.serviceWorker.ready).then(() => undefined)`);
  const priya = await demoCaller(baton.url, "priya@northwind.example");
  await priya(`/ai-${contextOf(handoff).slice(1)}/claim`, {});
  await expect.poll(() => page.evaluate("closedTags"), SOON).toContain(handoff.id);
});
