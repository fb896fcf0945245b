import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { SOON, contextOf, demoCaller, handOffBySam, openAs, sessionOf } from "../support/demo-browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

const as = (email: string) => demoCaller(baton.url, `${email}@northwind.example`);
const open = (name: string, path: string) => openAs(browser, baton.url, name, path);
const entry = (page: Page, text: string) =>
  page
    .getByRole("region", { name: "Conversation and steps" })
    .getByRole("listitem")
    .filter({ hasText: text });
/** What has the focus, by its accessible name or its text. */
const focused = (page: Page) =>
  page.evaluate<string>(
    "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText.trim()",
  );

/** Sam hands off a session with a failed step; the answer is the handoff. */
const handedOff = (problem: string, session: object = {}) =>
  handOffBySam(baton.url, { problem_summary: problem, ...session }, {}, { engineer_notes: "Out of ideas" });

describe("the assessment", () => {
  test("says how sure it is and on what each sentence rests, and leads there", async () => {
    const handoff = await handedOff("VPN of the branch drops", { problem_domain: "VPN" });
    const page = await open("Priya Nair", contextOf(handoff));
    const assessment = page.getByRole("region", { name: "AI assessment" });
    await assessment.getByText(/^(Low|Medium|High) confidence:/).waitFor();
    await assessment.getByText("From Baton's own rules").waitFor();
    const claim = assessment.getByRole("listitem").filter({ hasText: "“Restarted it” did not help" });
    expect(await claim.getByText("hypothesis").count()).toBe(0);
    await assessment.getByText("hypothesis").first().waitFor();
    await claim.getByRole("link", { name: "step 1" }).click();
    await expect.poll(() => focused(page), SOON).toMatch(/^Restarted it\s+Failed/);
    const start = page.getByRole("region", { name: "Start here" });
    await start.getByText("The assessment suggests it first", { exact: false }).waitFor();
  });

  test("what somebody types into the read-back outlives what comes in meanwhile", async () => {
    const handoff = await handedOff("Clock on the wall is late");
    const page = await open("Priya Nair", contextOf(handoff));
    await page.getByRole("button", { name: "Pick Up" }).click();
    const line = page.getByLabel("My understanding and my first move");
    await line.fill("Battery first");
    const priya = await as("priya");
    const address = `/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}`;
    await priya(`${address}/notes`, { text: "Asked the front desk" });
    await page.getByText("Asked the front desk").waitFor();
    expect(await line.inputValue()).toBe("Battery first");
  });
});

describe("addresses", () => {
  test("lead to the same screen after a reload, back and forward; the way into the session moves the focus", async () => {
    const handoff = await handedOff("Camera 4 is dark");
    const page = await open("Priya Nair", contextOf(handoff));
    await page.getByRole("button", { name: "Open the session" }).click();
    await page.waitForURL(`**${sessionOf(handoff)}`);
    await expect.poll(() => focused(page), SOON).toBe("Camera 4 is dark");
    await page.goBack();
    await page.getByRole("heading", { name: "Start here" }).waitFor();
    await page.goForward();
    await page.getByRole("heading", { name: "Conversation and steps" }).waitFor();
    await page.reload();
    await entry(page, "Restarted it").waitFor();
  });

  test("a step or message that an address points at has the focus", async () => {
    const handoff = await handedOff("Lift phone is dead");
    const sam = await as("sam");
    const said = await sam(`/ai-sessions/${handoff.session_id}/messages`, {
      role: "user",
      content: "Since May",
    });
    const page = await open("Priya Nair", `${sessionOf(handoff)}#message-${said.id}`);
    await expect.poll(() => focused(page), SOON).toContain("Since May");
  });

  test("Escape closes a handoff: what is open in it first, then the handoff, back to the list it came from", async () => {
    await handedOff("Badge reader blinks red", { problem_domain: "doors" });
    const page = await open("Priya Nair", "/escalations?sort=newest&domain=doors");
    await page.getByRole("link", { name: "Badge reader blinks red" }).click();
    await page.getByRole("heading", { name: "Start here" }).waitFor();
    await page.keyboard.press("n");
    await page.getByLabel("Note").waitFor();
    await page.keyboard.press("Escape");
    await page.getByLabel("Note").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Priya Nair" }).click();
    await page.getByRole("link", { name: "My settings" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "My settings" }).waitFor({ state: "hidden" });
    await page.getByRole("heading", { name: "Start here" }).waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL("**/escalations?*");
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toEqual({ sort: "newest", domain: "doors" });
  });

  test("of what is not there say so", async () => {
    browser.willFail(404);
    const page = await open("Priya Nair", "/sessions/01935d2e-0000-7000-8000-000000000001");
    await page.getByRole("heading", { name: "No such session" }).waitFor();
    await expectAccessible(page);
  });
});

describe("the list of sessions", () => {
  test("is searched and filtered by its address", async () => {
    await handedOff("Barcode scanner beeps twice");
    const page = await open("Priya Nair", "/sessions");
    const row = page.getByRole("listitem").filter({ hasText: "Barcode scanner beeps twice" });
    await row.waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("barcode");
    await page.waitForURL("**/sessions?q=barcode");
    await vi.waitUntil(async () => (await page.locator(".session-rows > li").count()) === 1, SOON);
    await page.getByLabel("Status").selectOption("paused");
    await page.getByRole("heading", { name: "Nothing fits" }).waitFor();
    await page.reload();
    await page.getByRole("link", { name: "Show all sessions" }).click();
    await row.waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    const first = page.locator(".session-rows .row-title").first();
    await expect.poll(() => focused(page), SOON).toBe(await first.innerText());
    await row.getByRole("link").click();
    await entry(page, "Restarted it").waitFor();
  });
});
