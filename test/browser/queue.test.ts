import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useBrowser } from "../support/browser.ts";
import { SOON } from "../support/demo-browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();
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

const isScript = (url: URL | string) => String(url).endsWith(".js");

/** What the page's document itself asks for, by address: its scripts and all that they import at once. */
async function scriptsNamedByPage(): Promise<Map<string, Buffer>> {
  const html = await (await fetch(`${baton.url}/sign-in`)).text();
  const paths = [...html.matchAll(/(?:src|rel="modulepreload"[^>]* href)="([^"]+\.js)"/g)].map(
    ([, path]) => baton.url + path,
  );
  const load = async (url: string) => [url, Buffer.from(await (await fetch(url)).arrayBuffer())] as const;
  return new Map(await Promise.all(paths.map(load)));
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
});

describe("by the keyboard alone", () => {
  test("a card is found, picked up, released, taken back and noted", async () => {
    await escalate("Keyboard job", { priority: "critical" });
    const page = await signIn("Priya Nair", "/escalations?q=Keyboard");
    await card(page, "Keyboard job").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("p");
    await page.getByRole("heading", { name: "Start here" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await page.waitForURL("**/escalations?scope=mine");
    await card(page, "Keyboard job").waitFor();

    await page.keyboard.press("/");
    await page.keyboard.type("keyboard j");
    await page.waitForURL("**/escalations?scope=mine&q=keyboard+j");
    await page.keyboard.press("Escape");
    await card(page, "Keyboard job").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("n");
    await page.getByLabel("Note").waitFor();
    await page.keyboard.type("Just a jotting: p r e");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("status").filter({ hasText: "Note added" }).waitFor();

    await page.keyboard.press("k");
    await page.keyboard.press("r");
    await page.getByLabel("Why you let it go").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Released: Keyboard job").first().waitFor();
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await card(page, "Keyboard job").getByRole("button", { name: "Release" }).waitFor();
  });

  test("the sheet shows every key and switches them off, in this browser also later", async () => {
    const page = await signIn("Adam Reyes");
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Sound and keys" });
    await sheet.getByText("Copy as a ticket note").waitFor();
    await sheet.getByLabel("Single keys").uncheck();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "hidden" });
    await page.reload();
    await live(page);
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await page.keyboard.press("?");
    expect(new URL(page.url()).search).toBe("");
    expect(await sheet.isVisible()).toBe(false);
    expect(await page.getByRole("button", { name: "Sound and keys" }).isVisible()).toBe(true);
  });
});

test("a lost race is no error: the one who has it is named, and can be asked", async () => {
  browser.willFail(409);
  const handoff = await escalate("Raced for", { priority: "critical" });
  const page = await signIn("Adam Reyes");
  await page.route("**/claim", async (route) => {
    await claim("priya@northwind.example", handoff);
    await route.continue();
  });
  await card(page, "Raced for").getByRole("button", { name: "Pick Up" }).click();
  const lost = card(page, "Raced for");
  await lost.getByRole("alert").filter({ hasText: "Priya Nair picked this up" }).waitFor();
  await lost.getByRole("button", { name: "Ask to take over" }).click();
  await lost.getByLabel("Why you").fill("I know this one");
  await lost.getByRole("button", { name: "Ask Priya Nair" }).click();
  await lost.getByText("Priya Nair has been asked").waitFor();
  await lost.getByRole("link", { name: "View context" }).click();
  await page.getByText("You ask to take over: I know this one").waitFor();
});

describe("without the server", () => {
  test("the page says as of when it is and why nothing can be done, and what it has missed", async () => {
    browser.willFail("unreachable");
    await escalate("Before the break");
    const page = await signIn("Priya Nair");
    await page.context().setOffline(true);
    await page.getByText(/^Offline: showing \d\d:\d\d/).waitFor();
    const button = card(page, "Before the break").getByRole("button", { name: "Pick Up" });
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    await button.click({ force: true });
    await page.getByRole("status").filter({ hasText: "Not while Baton is offline" }).waitFor();

    await escalate("During the break");
    await page.context().setOffline(false);
    await page.getByText(/^Live · \d+ changes?/).waitFor();
    await page.getByRole("button", { name: "1 new" }).click();
    await card(page, "During the break").waitFor();
    expect(await button.getAttribute("aria-disabled")).toBe("false");
  });

  test("a restart is bridged: it says that it reconnects, then all is there", async () => {
    browser.willFail("unreachable");
    const page = await signIn("Adam Reyes");
    await baton.killHard();
    await page.getByText(/^Reconnecting/).waitFor();
    await page.getByRole("button", { name: "Retry now" }).waitFor();
    const { port } = new URL(baton.url);
    baton = await startBaton({ state: baton.state, environment: { PORT: port } });
    await live(page);
    await escalate("After the restart");
    await card(page, "After the restart").waitFor();
  });
});

test("the escalator follows what becomes of it: who is told, looks, picks up and how they read it", async () => {
  const { session_id, id } = await escalate("Followed closely");
  const sam = await signIn("Sam Okafor", `/sessions/${session_id}`);
  const receipt = sam.locator(".receipt");
  await receipt.getByRole("listitem").filter({ hasText: "Priya Nair" }).getByText("Sent").waitFor();
  await receipt.getByText("Nobody has picked it up yet.").waitFor();
  const priya = await signIn("Priya Nair", `/sessions/${session_id}/handoffs/${id}`);
  await receipt.getByText("Priya Nair looking at it now").waitFor();
  await priya.getByRole("button", { name: "Pick Up" }).click();
  await receipt.getByText("Priya Nair picked it up").waitFor();
  await priya.getByLabel("My understanding").fill("Swap the fuser");
  await priya.getByRole("button", { name: "Send read-back" }).click();
  await receipt.getByText("Swap the fuser").waitFor();
  await receipt.getByLabel("Correct it").fill("It is the tray");
  await receipt.getByRole("button", { name: "Send correction" }).click();
  await priya.getByText("It is the tray").waitFor();
});

describe("the page itself", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  test("shows what people write as text, in whichever direction it runs", async () => {
    const summary = "<b onclick=alert(1)>مرحبا</b> 🖨️ **bold**";
    const words = `${"A very long word ".repeat(600)}\n<img src=x onerror=alert(1)>`;
    await escalate(summary, { engineer_notes: words.slice(0, 10_000), priority: "critical" });
    const page = await signIn("Priya Nair");
    const link = card(page, "مرحبا").getByRole("link");
    expect(await link.innerText()).toBe(summary);
    expect(await page.locator("main :is(b, img)").count()).toBe(0);
    expect((await card(page, "مرحبا").boundingBox())?.height).toBeLessThan(200);
  });

  test.for(["light", "dark"] as const)(
    "has nothing serious against it in %s, wide and narrow",
    async (colorScheme) => {
      const page = await signIn("Priya Nair");
      await page.emulateMedia({ colorScheme });
      for (const [width, path] of [
        [1440, "/escalations"],
        [390, "/escalations?scope=all"],
        // 1,280 pixels at 400 %.
        [320, "/escalations?scope=all&priority=critical"],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(baton.url + path);
        await cards(page).first().waitFor();
        await live(page);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<{ violations: { id: string; impact: string }[] }>(
          "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })",
        );
        expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      }
    },
  );

  test("needs at most 60 kB of script for its first load", async () => {
    const named = await scriptsNamedByPage();
    expect(named.size).toBeGreaterThan(0);
    const weight = [...named.values()].reduce((sum, script) => sum + gzipSync(script).length, 0);
    expect(weight).toBeLessThanOrEqual(60 * 1_024);

    // The other screens come by themselves a moment later: the first one has to do without them.
    browser.willFail("unreachable");
    const page = await browser.newPage();
    const used = new Set<string>();
    await page.route(isScript, async (route) => {
      const url = route.request().url();
      if (!named.has(url)) return route.abort("connectionrefused");
      used.add(url);
      return route.continue();
    });
    const refused = page.waitForEvent("console", (message) => isScript(message.location().url));
    await page.goto(`${baton.url}/sign-in`);
    await page.getByRole("button", { name: "Priya Nair" }).click();
    await live(page);
    await escalate("Light enough for a slow line");
    await refused;
    await card(page, "Light enough for a slow line").waitFor();
    expect(used).toEqual(new Set(named.keys()));
  });
});

describe("a storm", () => {
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
  });
});
