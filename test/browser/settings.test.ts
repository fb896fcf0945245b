import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { expectAccessible } from "../support/axe.ts";
import { SOON } from "../support/demo-browser.ts";
import { useBrowser } from "../support/browser.ts";
import { expectNoSidewaysScroll } from "../support/no-sideways-scroll.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();
const PAGES = [
  "members",
  "teams",
  "policy",
  "assessment",
  "keys",
  "psa",
  "channels",
  "webhooks",
  "health",
  "me",
];

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

/** A person of the demo on a screen of the settings. */
async function signIn(name: string, path = "/settings"): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
  await page.goto(baton.url + path);
  await page.getByRole("navigation", { name: "Settings" }).waitFor();
  return page;
}

const go = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name }).click();
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const said = (page: Page, words: string) =>
  page.getByRole("status").getByText(words, { exact: true }).waitFor();
const focused = (locator: Locator) => locator.evaluate((element) => element.matches(":focus"));

async function mailsTo(address: string): Promise<{ subject: string; text: string }[]> {
  const response = await fetch(`${baton.url}/dev/mail.json?to=${encodeURIComponent(address)}`);
  return ((await response.json()) as { items: { subject: string; text: string }[] }).items;
}

test("an owner invites somebody, takes it back, and changes a colleague's role", async () => {
  browser.willFail(422);
  const page = await signIn("Olivia Hart");
  await page.waitForURL("**/settings/members");
  await page.getByLabel("Email").fill("Olivia@Northwind.example");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByText("This person is a member already.").waitFor();
  expect(await page.getByLabel("Email").inputValue()).toBe("Olivia@Northwind.example");
  expect(await focused(page.getByLabel("Email"))).toBe(true);

  await page.getByLabel("Email").fill("nora@northwind.example");
  await page.getByLabel("Role", { exact: true }).selectOption("Viewer");
  await page.getByRole("button", { name: "Invite" }).click();
  await said(page, "An invitation is on its way to nora@northwind.example");
  await page
    .getByRole("listitem")
    .filter({ hasText: /nora@northwind\.example.*Viewer · until/ })
    .waitFor();
  await vi.waitUntil(async () => (await mailsTo("nora@northwind.example")).length === 1, SOON);
  await page.getByRole("button", { name: "Withdraw the invitation of nora@northwind.example" }).click();
  await page.getByText("Nobody is invited at the moment.").waitFor();

  const sam = page.getByLabel("Role of Sam Okafor");
  await sam.selectOption("Admin");
  await page.getByRole("button", { name: "Save the change to Sam Okafor" }).click();
  await said(page, "Saved: Sam Okafor");
  await vi.waitUntil(() => focused(sam), SOON);
  await page.reload();
  await vi.waitUntil(async () => (await sam.inputValue()) === "admin", SOON);
});

test("the last owner stays: neither lowered nor removed, and told so calmly", async () => {
  browser.willFail(409);
  const page = await signIn("Fay Novak");
  const lastOwner = "This is the last active owner. Make somebody else an owner first.";
  await page.getByLabel("Role of Fay Novak").selectOption("Engineer");
  await page.getByRole("button", { name: "Save the change to Fay Novak" }).click();
  await page.getByRole("status").getByText(lastOwner).waitFor();
  expect(await page.getByLabel("Role of Fay Novak").inputValue()).toBe("engineer");
  await page.getByRole("button", { name: "Discard the change to Fay Novak" }).click();
  expect(await page.getByLabel("Role of Fay Novak").inputValue()).toBe("owner");

  const opener = page.getByRole("button", { name: "Remove Fay Novak" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "Remove Fay Novak?" });
  await dialog.getByRole("button", { name: "Remove" }).click();
  await dialog.getByRole("alert").getByText(lastOwner).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await focused(opener)).toBe(true);

  await page.getByRole("button", { name: "Remove Finn Castellano" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await said(page, "Finn Castellano is no longer a member");
  expect(await row(page, "Finn Castellano").count()).toBe(0);
  await vi.waitUntil(() => focused(page.getByRole("table", { name: "Members" })), SOON);
});

test("an owner makes a team, renames it in its place and deletes it; a name is text, whatever is in it", async () => {
  browser.willFail(422);
  const page = await signIn("Olivia Hart", "/settings/teams");
  const hostile = `<img src=x onerror="document.title='owned'"> שלום ${"very-long-".repeat(4)}`;
  const field = page.getByLabel("Name of the team");
  await field.fill("nightshift");
  await page.getByRole("button", { name: "Add team" }).click();
  await said(page, "Team nightshift is added");
  await field.fill("nightshift");
  await page.getByRole("button", { name: "Add team" }).click();
  await page.getByText("Another team has this name.").waitFor();
  expect(await field.inputValue()).toBe("nightshift");

  await page.getByRole("button", { name: "Rename nightshift" }).click();
  await vi.waitUntil(() => focused(page.getByLabel("New name of nightshift")), SOON);
  await page.keyboard.press("Escape");
  // Focus comes back when the form has gone.
  await vi.waitUntil(() => focused(page.getByRole("button", { name: "Rename nightshift" })), SOON);
  await page.getByRole("button", { name: "Rename nightshift" }).click();
  await page.getByLabel("New name of nightshift").fill(hostile);
  await page.getByRole("button", { name: "Save" }).click();
  await said(page, `Saved: ${hostile.trim()}`);
  await expectNoSidewaysScroll(page);
  // How many wait stands before it on every screen.
  expect(await page.title()).toMatch(/^(\(\d+\) )?Teams · Baton$/);

  await page.getByRole("button", { name: `Delete ${hostile}` }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await said(page, `Team ${hostile} is deleted`);
  expect(await page.getByRole("listitem").filter({ hasText: "onerror" }).count()).toBe(0);
});

test("an owner changes the policy and sees beforehand who would be told when", async () => {
  browser.willFail(422);
  const page = await signIn("Olivia Hart", "/settings/policy");
  const foreseen = page.getByRole("region", { name: "Who would be told when" });
  const steps = () => foreseen.getByRole("listitem").allInnerTexts();
  await vi.waitUntil(async () => (await steps()).length > 0, SOON);
  expect(await steps()).toContainEqual(expect.stringMatching(/^after 5 min.*\n+Reminder/));

  await page.getByLabel("Reminder 1, in minutes").fill("7");
  await foreseen.getByText("after 7 min").waitFor();
  expect(await steps()).not.toContainEqual(expect.stringMatching(/^after 5 min/));
  await page.getByLabel("Reminder 1, in minutes").fill("15");
  await foreseen.getByText("There is already a reminder after 15 minutes.").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").getByText("Not saved. Please look at what is marked.").waitFor();
  expect(await focused(page.getByLabel("Reminder 2, in minutes"))).toBe(true);
  await expectAccessible(page);

  await page.getByLabel("Reminder 1, in minutes").fill("7");
  await page.getByLabel("Fallback person").selectOption("Adam Reyes");
  await page.getByLabel("Go on only within working hours").check();
  await page.getByLabel("Time zone").fill("Europe/Atlantis");
  await page.getByLabel("Time zone").locator("..").getByText("Unknown time zone.").waitFor();
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await foreseen.getByLabel("Priority").selectOption("Critical");
  await foreseen
    .getByRole("listitem")
    .filter({ hasText: /Fallback\s+Adam Reyes/ })
    .waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await said(page, "Saved");
  await page.reload();
  // At any hour of the test: only the critical ones go on outside working hours.
  await foreseen.getByLabel("Priority").selectOption("Critical");
  await foreseen.getByText("after 7 min").waitFor();
  expect(await page.getByLabel("Time zone").inputValue()).toBe("Europe/Berlin");
  expect(await page.getByLabel("Reminder 1, in minutes").inputValue()).toBe("7");
});

test("an answer about what was typed before does not replace the newer one", async () => {
  const page = await signIn("Fay Novak", "/settings/policy");
  const foreseen = page.getByRole("region", { name: "Who would be told when" });
  await foreseen.getByRole("listitem").first().waitFor();
  const held: (() => Promise<void>)[] = [];
  await page.route("**/escalation-policy/preview", async (route) => {
    const isLow = route.request().postData()?.includes('"priority":"low"') === true;
    if (isLow) held.push(() => route.continue());
    else await route.continue();
  });
  await page.getByLabel("After that go on every").fill("41");
  await foreseen.getByLabel("Priority").selectOption("Low");
  await vi.waitUntil(() => held.length === 1, SOON);
  await page.getByLabel("After that go on every").fill("61");
  await foreseen.getByLabel("Priority").selectOption("High");
  await foreseen.getByText("after 1 hr 16 min").waitFor();
  const late = page.waitForResponse("**/escalation-policy/preview");
  await held[0]?.();
  await late;
  // Whatever the late answer did is done once the page has drawn again.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  expect(await foreseen.getByText("after 1 hr 16 min").count()).toBe(1);
  expect(await foreseen.getByText("after 56 min").count()).toBe(0);
});

test("a key is shown once, works, and is revoked", async () => {
  const page = await signIn("Olivia Hart", "/settings/keys");
  await page.getByLabel("Name").fill("RMM alerts");
  await page.getByLabel("read sessions, queue and history").uncheck();
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByText("Choose at least one.").waitFor();
  await page.getByLabel("read sessions, queue and history").check();
  await page.getByRole("button", { name: "Create key" }).click();

  const dialog = page.getByRole("dialog", { name: "Key for RMM alerts" });
  const key = await dialog.getByLabel("Key").inputValue();
  expect(key).toMatch(/^baton_.{20,}$/);
  await page.keyboard.press("Escape");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(key);
  await expectAccessible(page);
  const ask = () => fetch(`${baton.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
  expect((await ask()).status).toBe(200);
  await dialog.getByRole("button", { name: "I have it" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await page.content()).not.toContain(key);

  await page.getByRole("button", { name: "Revoke RMM alerts" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await said(page, "RMM alerts is revoked");
  await page.getByText("No keys yet.").waitFor();
  expect((await ask()).status).toBe(401);
});

test("a person keeps quiet hours, sends themselves a test, and reads the settings in German and back", async () => {
  const page = await signIn("Adam Reyes", "/settings/me");
  await page.getByRole("button", { name: "Send me a test" }).click();
  await said(page, "On its way to adam@northwind.example");
  await vi.waitUntil(async () => (await mailsTo("adam@northwind.example")).length > 0, SOON);

  await page.getByLabel("Keep quiet hours").check();
  await page.getByLabel("From").fill("21:30");
  await page.getByRole("button", { name: "Save" }).click();
  await said(page, "Saved");

  await page.getByLabel("Deutsch").check();
  await page.getByRole("heading", { level: 1, name: "Meine Einstellungen" }).waitFor();
  expect(await page.title()).toMatch(/^(\(\d+\) )?Meine Einstellungen · Baton$/);
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await page.reload();
  await page.getByRole("heading", { name: "Wie ich benachrichtigt werde" }).waitFor();
  expect(await page.getByLabel("Von").inputValue()).toBe("21:30");
  await page.getByLabel("English").check();
  await page.getByRole("heading", { level: 1, name: "My settings" }).waitFor();
});

test("an engineer sees only what is theirs, and is told who can change the rest", async () => {
  const page = await signIn("Priya Nair");
  await page.waitForURL("**/settings/me");
  const nav = page.getByRole("navigation", { name: "Settings" });
  expect(await nav.getByRole("link").allInnerTexts()).toEqual(["My settings"]);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${baton.url}/settings/keys`);
  await page
    .getByText("An owner or admin of this account can see and change this. Ask one of them.")
    .waitFor();
  await expectAccessible(page);
  expect(asked).not.toContain("/api/v1/api-keys");
  await page.goto(`${baton.url}/settings/nowhere`);
  await page.getByRole("heading", { name: "Nothing here" }).waitFor();
});

test("a viewer is told that they are not told, and can still choose the language", async () => {
  const page = await signIn("Vik Lindqvist");
  await page.getByText("Viewers only read: you are not told about escalations.").waitFor();
  await page.getByLabel("English").waitFor();
  expect(await page.getByRole("button", { name: "Send me a test" }).count()).toBe(0);
});

test("the way between the screens is history: back, forward and reload stay where they should", async () => {
  const page = await signIn("Adam Reyes");
  await page.waitForURL("**/settings/members");
  await go(page, "Teams");
  await page.getByRole("heading", { level: 1, name: "Teams" }).waitFor();
  await go(page, "Account health");
  await page.getByRole("heading", { level: 1, name: "Account health" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Teams" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Teams" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Members" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Queue" }).waitFor();
});

test("no screen has a serious fault of accessibility or a sideways scroll, in English and in German", async () => {
  const page = await signIn("Adam Reyes");
  for (const language of ["de", "en"]) {
    await page.evaluate(`localStorage.setItem("baton.language", "${language}")`);
    for (const name of PAGES) {
      await page.goto(`${baton.url}/settings/${name}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await vi.waitUntil(
        async () => (await page.getByText(/^(Reading…|Wird gelesen …)$/).count()) === 0,
        SOON,
      );
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
  }
  await expectAccessible(page);
});
