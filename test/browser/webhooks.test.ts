import type { Locator, Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { WebhookSubscriptionWithSecret } from "../../src/contract/webhook.ts";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON, demoCaller, handOffBySam, openAs } from "../support/demo-browser.ts";
import { heldAnswers } from "../support/held-answers.ts";
import { type LocalReceiver, type Post, startLocalReceiver } from "../support/local-receiver.ts";
import { expectNoSidewaysScroll } from "../support/no-sideways-scroll.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
let receiver: LocalReceiver;
beforeAll(async () => {
  [baton, receiver] = await Promise.all([startBaton(), startLocalReceiver()]);
});
let path = "/hook";
let counted = 0;
beforeEach(() => {
  path = `/hook/${++counted}`;
});
afterAll(async () => {
  receiver.stop();
  await baton.stop();
});

const open = (name: string) => openAs(browser, baton.url, name, "/settings/webhooks");
const escalate = (problem_summary: string) => handOffBySam(baton.url, { problem_summary });
const posts = () => receiver.posts.filter((post) => post.path === path);
const rowOf = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
const press = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole("button", { name, exact: true }).click();
const said = (page: Page, words: string | RegExp) =>
  page.getByRole("status").getByText(words, { exact: true }).waitFor();

/** Adam subscribes the receiver to escalations by the API. */
async function subscribed(description: string, events: string[] = ["handoff_created"]) {
  const adam = await demoCaller(baton.url, "adam@northwind.example");
  const body = { url: receiver.url(path), events, description };
  return await adam<WebhookSubscriptionWithSecret>("/webhook-subscriptions", body);
}

/** What a post says, if its signature holds. */
function verified(post: Post | undefined, secret: string): { type: string; data: Record<string, unknown> } {
  if (post === undefined) throw new Error("Nothing has come.");
  return new Webhook(secret).verify(post.body, post.headers) as {
    type: string;
    data: Record<string, unknown>;
  };
}

async function nextPost(before: number): Promise<Post | undefined> {
  await expect.poll(() => posts().length, SOON).toBeGreaterThan(before);
  return posts()[before];
}

/** The secret that is shown this once. */
async function takeSecret(page: Page, name: string): Promise<string> {
  const dialog = page.getByRole("dialog", { name: `Secret of ${name}` });
  const secret = await dialog.getByLabel("Secret").inputValue();
  await page.keyboard.press("Escape");
  await expectAccessible(page);
  await press(dialog, "I have it");
  return secret;
}

test("an admin adds a webhook, sees its secret once, and then each attempt with what was sent and answered", async () => {
  browser.willFail(422);
  const page = await open("Adam Reyes");
  await page.getByText("No webhook yet.").waitFor();
  await page.getByLabel("Address").fill("ftp://files.example/hook");
  for (const label of ["Escalated", "Picked up", "Resolved"]) {
    await page.getByRole("checkbox", { name: new RegExp(`^${label} handoff`) }).uncheck();
  }
  await press(page, "Add a webhook");
  await page.getByText("Choose at least one.").waitFor();
  await page.getByRole("checkbox", { name: /^Escalated/ }).check();
  await press(page, "Add a webhook");
  await page.getByText("This is no web address.").waitFor();
  expect(await page.getByLabel("Address").evaluate((field) => field.matches(":focus"))).toBe(true);
  await expectAccessible(page);

  await page.getByLabel("Address").fill(receiver.url(path));
  await page.getByLabel("What it is for").fill("Wallboard");
  await press(page, "Add a webhook");
  const secret = await takeSecret(page, "Wallboard");
  expect(secret).toMatch(/^whsec_/);
  const row = rowOf(page, "Wallboard");
  await row.getByText("On", { exact: true }).waitFor();
  await row.getByText("Escalated", { exact: true }).waitFor();

  await press(row, "Attempts of Wallboard");
  await row.getByText("Nothing has been sent in the last thirty days.").waitFor();
  receiver.says.set(path, { status: 202, body: '{"noted":true}' });
  const handoff = await escalate("Till 3 prints nothing");
  const attempt = row.getByRole("listitem").filter({ hasText: "Escalated" });
  await attempt.getByText("202", { exact: true }).click();
  expect(JSON.parse(await attempt.getByLabel("Sent").innerText())).toMatchObject({
    type: "handoff_created",
    data: { handoff_id: handoff.id, problem_summary: "Till 3 prints nothing" },
  });
  expect(JSON.parse(await attempt.getByLabel("Answered").innerText())).toEqual({ noted: true });
  expect(verified(posts()[0], secret)).toMatchObject({ data: { handoff_id: handoff.id } });
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.reload();
  await row.waitFor();
  expect(await page.content()).not.toContain(secret);
});

test("what was not taken is shown with its answer, and one event or a range is sent again under the same id", async () => {
  const { secret } = await subscribed("Flaky");
  const page = await open("Olivia Hart");
  const row = rowOf(page, "Flaky");
  await press(row, "Attempts of Flaky");
  receiver.says.set(path, { status: 503, body: "We move house until noon." });
  await escalate("Scanner is lost");
  const attempts = row.getByRole("listitem");
  await attempts
    .getByText(/will be tried again/)
    .first()
    .waitFor();
  await row.getByText("Not taken", { exact: true }).waitFor();
  await attempts.getByText("503", { exact: true }).first().click();
  await row.getByText("We move house until noon.").waitFor();
  await expectAccessible(page);

  receiver.says.delete(path);
  const taken = attempts.filter({ has: page.getByText("200", { exact: true }) });
  await taken.first().waitFor();
  await row.getByText("On", { exact: true }).waitFor();
  const before = posts().length;
  await taken.first().getByText("200", { exact: true }).click();
  await press(taken.first(), /^Send again: Escalated, no\. \d+$/);
  await said(page, "It is on its way again");
  const again = await nextPost(before);
  expect(again?.headers["webhook-id"]).toBe(posts()[0]?.headers["webhook-id"]);
  expect(verified(again, secret)).toMatchObject({ data: { problem_summary: "Scanner is lost" } });
  await expect.poll(() => taken.count(), SOON).toBe(2);

  await row.getByText("Send a time range again").click();
  await expectNoSidewaysScroll(page);
  await press(row, "Send these again");
  await said(page, /^\d+ events? (is|are) on (its|their) way again$/);
  const ids = () =>
    posts()
      .slice(before + 1)
      .map(({ headers }) => headers["webhook-id"]);
  await expect.poll(ids, SOON).toContain(again?.headers["webhook-id"]);
  await row.getByLabel("From").fill("2020-01-01T00:00");
  await row.getByLabel("To").fill("2020-01-01T01:00");
  await press(row, "Send these again");
  await said(page, "Nothing that it wants happened in that time");
});

test("a new secret signs at once, and the old one beside it until the moment that is named", async () => {
  const { secret: old } = await subscribed("Billing");
  const page = await open("Adam Reyes");
  const row = rowOf(page, "Billing");
  await press(row, "New secret for Billing");
  const dialog = page.getByRole("dialog", { name: "Give Billing a new secret?" });
  await dialog.getByText("For a day the old one signs as well").waitFor();
  await press(dialog, "New secret");
  await page
    .getByRole("dialog", { name: "Secret of Billing" })
    .getByText(/signs as well until \w+ \d+/)
    .waitFor();
  const fresh = await takeSecret(page, "Billing");
  expect(fresh).not.toBe(old);
  await row.getByText(/^The old secret signs as well until \w+ \d+/).waitFor();
  await page.locator("h2:focus").getByText("Billing").waitFor();
  const handoff = await escalate("Router reboots");
  const post = await nextPost(0);
  expect(post?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
  for (const secret of [old, fresh]) {
    expect(verified(post, secret)).toMatchObject({ data: { handoff_id: handoff.id } });
  }
  await press(row, "New secret for Billing");
  await press(dialog, "New secret");
  expect(await takeSecret(page, "Billing")).not.toBe(fresh);
  await page.locator("h2:focus").getByText("Billing").waitFor();
});

test("an event is sent again once, however often its button is pressed meanwhile", async () => {
  await subscribed("Twice pressed");
  await escalate("Lift stands still");
  await nextPost(0);
  const page = await open("Adam Reyes");
  const row = rowOf(page, "Twice pressed");
  await press(row, "Attempts of Twice pressed");
  await row.getByRole("listitem").getByText("200", { exact: true }).click();
  const held = await heldAnswers(page, "POST", "**/replay");
  const again = row.getByRole("button", { name: /^Send again: Escalated/ });
  await again.click();
  await held.asked;
  await again.click({ force: true });
  held.letGo();
  await said(page, "It is on its way again");
  expect(held.count()).toBe(1);
  await expect.poll(() => again.getAttribute("aria-disabled"), SOON).toBe("false");
});

test("one that is paused hears nothing, one that answers 410 is switched off with the reason, and one can go", async () => {
  await subscribed("Intranet");
  const page = await open("Adam Reyes");
  const row = rowOf(page, "Intranet");
  await press(row, "Pause Intranet");
  await said(page, "Intranet is paused");
  await row.getByText("Paused", { exact: true }).waitFor();
  await escalate("Unheard");
  await press(row, "Switch on again: Intranet");
  await said(page, "Intranet is on again, from now on");

  await press(row, "Edit Intranet");
  await row.getByLabel("Every event, also kinds to come").check();
  await row.getByLabel("What it is for").fill("Staff site");
  await press(row, "Save");
  await said(page, "Saved");
  const renamed = rowOf(page, "Staff site");
  await renamed.getByText("Every event, also kinds to come").waitFor();
  receiver.says.set(path, { status: 410, body: "" });
  await escalate("Heard");
  await renamed.getByText("Switched off", { exact: true }).waitFor();
  await renamed.getByText("The address answered 410: it is gone.").waitFor();
  const escalations = posts().filter(({ body }) => body.includes('"type":"handoff_created"'));
  expect(escalations.map(({ body }) => body)).toEqual([expect.stringContaining('"problem_summary":"Heard"')]);
  await press(renamed, "Attempts of Staff site");
  await renamed.getByRole("listitem").getByText("410", { exact: true }).first().click();
  // Nothing is sent to what is switched off.
  expect(await renamed.getByRole("button", { name: /^Send again/ }).count()).toBe(0);
  await expectAccessible(page);

  await press(renamed, "Delete Staff site");
  const dialog = page.getByRole("dialog", { name: "Delete Staff site?" });
  await press(dialog, "Cancel");
  await press(renamed, "Delete Staff site");
  await press(dialog, "Delete");
  await said(page, "Staff site is deleted");
  expect(await renamed.count()).toBe(0);
});

describe("the page of webhooks", () => {
  test("takes the focus into the form for one more, and back to its button when that is given up", async () => {
    await subscribed("Already there");
    const page = await open("Adam Reyes");
    const add = page.getByRole("button", { name: "Add a webhook" });
    await add.press("Enter");
    await page.locator("input:focus").fill("https://hooks.example/one");
    expect(await page.getByLabel("Address").inputValue()).toBe("https://hooks.example/one");
    await press(page, "Cancel");
    await expect.poll(() => add.evaluate((button) => button.matches(":focus")), SOON).toBe(true);
  });

  test("says how a signature is checked, and speaks German", async () => {
    await subscribed("Erste");
    const page = await open("Adam Reyes");
    await page.getByText("How to check the signature").click();
    await page.getByText("Refuse a timestamp (seconds) more than five minutes away").waitFor();
    await expectAccessible(page);
    await page.evaluate("localStorage.setItem('baton.language', 'de')");
    await page.reload();
    const row = rowOf(page, "Erste");
    await row.getByText("Eskaliert", { exact: true }).waitFor();
    await press(row, "Versuche: Erste");
    await row.getByText("In den letzten dreißig Tagen wurde nichts gesendet.").waitFor();
    await press(page, "Webhook hinzufügen");
    await page.getByText("So prüfen Sie die Signatur").click();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });

  test("is not for engineers, who are told whom to ask", async () => {
    const page = await open("Priya Nair");
    await page.getByText("An owner or admin of this account can see and change this.").waitFor();
    expect(await page.getByRole("link", { name: "Webhooks" }).count()).toBe(0);
  });
});
