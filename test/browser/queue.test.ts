import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { useBrowser } from "../support/browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();
const SOON = { timeout: 15_000, interval: 50 };

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

/** Calls the API as a person of the demo. */
async function as(email: string) {
  const call = async (path: string, body: object, token = "") => {
    const headers = {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return (await fetch(`${baton.url}/api/v1${path}`, init)).json();
  };
  const { token } = (await call("/demo/sign-in", { email })) as { token: string };
  return (path: string, body: object) => call(path, body, token);
}

/** A person of the demo at this address, signed in by the page itself. */
async function signIn(name: string, path = "/escalations"): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
  if (path !== "/escalations") await page.goto(baton.url + path);
  await live(page);
  return page;
}

interface Handoff {
  id: string;
  session_id: string;
}

/** Sam hands off a session with this problem. */
async function escalate(problem: string, handoff: object = {}, session: object = {}): Promise<Handoff> {
  const sam = await as("sam@northwind.example");
  const { id } = (await sam("/ai-sessions", { problem_summary: problem, ...session })) as { id: string };
  return (await sam(`/ai-sessions/${id}/handoff`, { intent: "escalate", ...handoff })) as Handoff;
}

const cards = (page: Page) => page.getByRole("list", { name: "Waiting handoffs" }).getByRole("listitem");
const card = (page: Page, problem: string) => cards(page).filter({ hasText: problem });
const live = (page: Page) => page.getByText(/^Live/).waitFor();
const claim = async (email: string, { id, session_id }: Handoff) =>
  (await as(email))(`/ai-sessions/${session_id}/handoffs/${id}/claim`, {});

describe("scopes and filters", () => {
  test("stand in the address: a reload and going back show the same screen", async () => {
    await escalate("Scanner jams", { priority: "low" }, { problem_domain: "Printing" });
    await escalate("Mail loops", { priority: "critical" }, { problem_domain: "Mail" });
    const page = await signIn("Priya Nair");
    await card(page, "Scanner jams").waitFor();
    await page.getByLabel("Priority").selectOption("critical");
    await card(page, "Scanner jams").waitFor({ state: "detached" });
    await card(page, "Mail loops").waitFor();
    await page.getByRole("link", { name: "All", exact: true }).click();
    await page.waitForURL("**/escalations?scope=all&priority=critical");
    await page.getByLabel("Search").fill("mail lo");
    await page.waitForURL("**/escalations?scope=all&priority=critical&q=mail+lo");
    await expect.poll(() => cards(page).count(), SOON).toBe(1);

    await page.reload();
    await card(page, "Mail loops").waitFor();
    expect(await cards(page).count()).toBe(1);
    expect(await page.getByLabel("Search").inputValue()).toBe("mail lo");
    await page.goBack();
    await expect.poll(() => page.getByLabel("Search").inputValue(), SOON).toBe("");
    await page.goBack();
    await page.waitForURL("**/escalations?priority=critical");
    await page.goBack();
    await card(page, "Scanner jams").waitFor();
    expect(await page.getByLabel("Priority").inputValue()).toBe("");
  });

  test("stay true by themselves: what somebody picks up leaves one list and comes into others", async () => {
    const handoff = await escalate("Badge reader offline");
    const [unclaimed, mine, all, handedOff] = [
      await signIn("Adam Reyes"),
      await signIn("Priya Nair", "/escalations?scope=mine"),
      await signIn("Olivia Hart", "/escalations?scope=all"),
      await signIn("Sam Okafor", "/escalations?scope=handed_off"),
    ];
    await Promise.all([unclaimed, all, handedOff].map((page) => card(page, "Badge reader").waitFor()));
    await claim("priya@northwind.example", handoff);
    await card(unclaimed, "Badge reader").waitFor({ state: "detached" });
    await card(mine, "Badge reader").getByRole("button", { name: "Release" }).waitFor();
    await card(all, "Badge reader").getByText("Priya Nair picked this up").waitFor();
    await card(handedOff, "Badge reader").getByText("Priya Nair picked this up").waitFor();
  });
});

describe("what comes in while somebody is about to click", () => {
  test("waits behind a pill and moves nothing; what leaves under the pointer stays until it has gone", async () => {
    const first = await escalate("Under the pointer", { priority: "critical" });
    const page = await signIn("Priya Nair");
    const target = card(page, "Under the pointer");
    await target.getByRole("button", { name: "Pick Up" }).hover();
    const before = await target.boundingBox();
    const count = await cards(page).count();
    await escalate("Newcomer one", { priority: "critical" });
    await escalate("Newcomer two", { priority: "critical" });
    await page.getByRole("button", { name: "2 new" }).waitFor();
    await claim("adam@northwind.example", first);
    await target.getByText("Adam Reyes picked this up").waitFor();
    expect(await target.boundingBox()).toEqual(before);
    expect(await cards(page).count()).toBe(count);

    await page.getByRole("button", { name: "2 new" }).click();
    await card(page, "Newcomer two").waitFor();
    await target.waitFor({ state: "detached" });
    expect(await page.getByRole("button", { name: /new$/ }).count()).toBe(0);
  });

  test("slides in within 200 ms, and without motion where none is wanted", async () => {
    const page = await signIn("Priya Nair");
    await escalate("With motion");
    const motion = (problem: string) =>
      card(page, problem).evaluate((element) => {
        // The page's own words, in the page.
        const { animationName, animationDuration } = (
          globalThis as unknown as { getComputedStyle: (of: unknown) => Record<string, string> }
        ).getComputedStyle(element);
        return { animationName, animationDuration };
      });
    await card(page, "With motion").waitFor();
    expect(await motion("With motion")).toEqual({
      animationName: "slide-in, tint",
      animationDuration: "0.18s, 2.5s",
    });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await escalate("Without motion");
    await card(page, "Without motion").waitFor();
    expect((await motion("Without motion")).animationName).toBe("tint");
  });

  test("takes neither focus nor place away, even if it is 500 in a minute", async () => {
    await escalate("Held with the focus", { priority: "critical" });
    const page = await signIn("Priya Nair");
    const link = card(page, "Held with the focus").getByRole("link");
    await link.focus();
    const before = await link.boundingBox();
    const sam = await as("sam@northwind.example");
    const one = async (number: number) => {
      const session = (await sam("/ai-sessions", { problem_summary: `Storm ${number}` })) as { id: string };
      await sam(`/ai-sessions/${session.id}/handoff`, { intent: "escalate", priority: "critical" });
    };
    for (let sent = 0; sent < 500; sent += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, index) => one(sent + index)));
    }
    await page.getByRole("button", { name: "500 new" }).waitFor();
    expect(await link.evaluate((element) => element.matches(":focus"))).toBe(true);
    expect(await link.boundingBox()).toEqual(before);
    await page.getByRole("button", { name: "500 new" }).press("Enter");
    await expect.poll(() => page.getByRole("listitem").filter({ hasText: "Storm" }).count(), SOON).toBe(500);
  }, 120_000);
});
