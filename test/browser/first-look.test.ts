import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useBrowser } from "../support/browser.ts";
import { contextOf, demoCaller, handOffBySam, openAs } from "../support/demo-browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

const NARROW = { width: 390, height: 844 };
const VPN = "Site-to-site VPN of Castle Logistics";

/** Where on the window something is. */
async function place(page: Page, selector: string): Promise<{ top: number; left: number }> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not shown.`);
  return { top: box.y, left: box.x };
}

test("a card of before says how sure its assessment is, also after a reload", async () => {
  const page = await openAs(browser, baton.url, "Sam Okafor", "/escalations");
  const card = page.getByRole("listitem").filter({ hasText: VPN });
  await card.getByText("Assessment ready, medium confidence").waitFor();
  await page.reload();
  await card.getByText("Assessment ready, medium confidence").waitFor();
});

test("on a narrow screen the ways to go stand in one row, and every scope is whole", async () => {
  const page = await openAs(browser, baton.url, "Sam Okafor", "/escalations");
  await page.setViewportSize(NARROW);
  for (const language of ["en", "de"]) {
    await page.evaluate(`localStorage.setItem("baton.language", "${language}")`);
    await page.reload();
    await page.locator(".scopes .count").waitFor();
    for (const row of [".site nav a", ".scopes a"]) {
      const links = await page.locator(row).all();
      const boxes = await Promise.all(links.map((link) => link.boundingBox()));
      expect(new Set(boxes.map((box) => box?.y)).size, `${row} in ${language}`).toBe(1);
      for (const box of boxes) expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(NARROW.width);
    }
  }
});

test("whoever is signed in has a menu of their own, which leads out", async () => {
  const page = await openAs(browser, baton.url, "Priya Nair", "/escalations");
  await page.getByRole("button", { name: "Priya Nair" }).click();
  await page.getByText("priya@northwind.example").waitFor();
  await page.getByRole("link", { name: "My settings" }).click();
  await page.getByRole("heading", { name: "My settings" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Priya Nair" }).press("Enter");
  await page.getByRole("button", { name: "Sign out" }).press("Enter");
  await page.getByText("You are signed out.").waitFor();
  expect(await page.title()).toBe("Sign in · Baton");
});

test("where to start is in sight on picking up, and giving it back moves nothing", async () => {
  const page = await openAs(browser, baton.url, "Priya Nair", "/escalations");
  await page.setViewportSize({ width: 1440, height: 900 });
  const card = page.getByRole("listitem").filter({ hasText: VPN });
  await card.getByRole("button", { name: "Pick Up" }).click();
  const send = page.getByRole("button", { name: "Send read-back and start" });
  await send.waitFor();
  const box = await send.boundingBox();
  expect((box?.y ?? 900) + (box?.height ?? 0)).toBeLessThan(900);

  await page.goto(`${baton.url}/escalations?scope=mine`);
  await card.getByRole("button", { name: "Release" }).click();
  const before = await place(page, "h1");
  await card.getByRole("button", { name: "Release" }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  expect(await place(page, "h1")).toEqual(before);
  await page.getByRole("button", { name: "Undo" }).click();
  await card.getByRole("button", { name: "Release" }).waitFor();
});

test("what is solved asks nobody to start, and says what solved it", async () => {
  const page = await openAs(browser, baton.url, "Olivia Hart", "/escalations?scope=all");
  await page.getByRole("link", { name: "New laptop at Lumen Studio does not enrol" }).first().click();
  const start = page.getByRole("region", { name: "Start here" });
  await start
    .getByText("The user had reached the device limit: raised it and removed old devices.")
    .waitFor();
  await start.getByText("This resolved it; nobody has to start anything.").waitFor();
});

test("who is told first is shown before handing off, and a way out stands beside the way on", async () => {
  const sam = await demoCaller(baton.url, "sam@northwind.example");
  const { id } = await sam("/ai-sessions", { problem_summary: "Scanner sends blank mails" });
  const page = await openAs(browser, baton.url, "Sam Okafor", `/sessions/${id}?do=hand_off`);
  await page.getByText("Adam Reyes, Olivia Hart, Priya Nair by email").waitFor();
  const on = await page.getByRole("button", { name: "Hand off now" }).boundingBox();
  const out = await page.getByRole("button", { name: "Cancel" }).boundingBox();
  expect([out?.y, out?.height]).toEqual([on?.y, on?.height]);
  await page.getByRole("radio", { name: "Time: it waits for something" }).check();
  await page.getByText("Adam Reyes, Olivia Hart, Priya Nair").waitFor({ state: "hidden" });
});

test("a card says what will be done if nobody picks up, and the record what became of notifications", async () => {
  const admin = await demoCaller(baton.url, "olivia@northwind.example");
  await admin("/account/escalation-policy", { remind_after_minutes: [], widen_after_minutes: 3 }, "PUT");
  const handoff = await handOffBySam(baton.url, { problem_summary: "Till prints no receipts" });
  const page = await openAs(browser, baton.url, "Priya Nair", "/escalations");
  const card = page.getByRole("listitem").filter({ hasText: "Till prints no receipts" });
  await card.getByText(/^Widens to everybody in [23] min$/).waitFor();
  await page.setViewportSize(NARROW);
  await page.goto(baton.url + contextOf(handoff));
  await page.getByText("Baton sent 3 notifications").waitFor();
  await page.getByText(/^Widens to everybody in [123] min$/).waitFor();
  expect((await place(page, ".panel-start")).top).toBeLessThan((await place(page, ".context-known")).top);
});
