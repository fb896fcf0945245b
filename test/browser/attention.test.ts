import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useBrowser } from "../support/browser.ts";
import { SOON } from "../support/demo-browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();
let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

/** Hands a session with this problem off by the API. */
async function handOff(email: string, problem: string, intent: "escalate" | "park" = "escalate") {
  const call = async <T>(path: string, body: object, token = ""): Promise<T> => {
    const headers = {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return (await fetch(`${baton.url}/api/v1${path}`, init)).json() as T;
  };
  const { token } = await call<{ token: string }>("/demo/sign-in", { email });
  const { id } = await call<{ id: string }>("/ai-sessions", { problem_summary: problem }, token);
  await call(`/ai-sessions/${id}/handoff`, { intent }, token);
}
const SAM = "sam@northwind.example";
const PRIYA = "priya@northwind.example";

/**
 * Notes what the page sounds and shows; each ring is two notes. Whoever is asked answers this about notifications: a
 * Chromium without windows tells only the first of several tabs that they are granted.
 */
const recorder = (permission: "granted" | "denied") => `
  globalThis.recorded = { notes: 0, notices: [] };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...when) {
    recorded.notes += 1;
    return start.apply(this, when);
  };
  globalThis.Notification = class extends Notification {
    static permission = "${permission}";
    static requestPermission = async () => "${permission}";
    constructor(title, options) {
      super(title, options);
      recorded.notices.push([title, options.body]);
    }
  };`;

const rings = async (page: Page) => (await page.evaluate<number>("recorded.notes")) / 2;
const notices = (page: Page) => page.evaluate<string[][]>("recorded.notices");
const card = (page: Page, problem: string) => page.getByRole("listitem").filter({ hasText: problem });
const live = (page: Page) => page.getByText(/^Live/).waitFor();

/** As if another tab lay in front of it, or not any more. */
const hide = (page: Page, hidden: boolean) =>
  page.evaluate(`Object.defineProperty(document, "hidden", { configurable: true, value: ${hidden} });
    document.dispatchEvent(new Event("visibilitychange"));`);

interface Given {
  permission?: "granted" | "denied";
  /** Whether time is the test's from the beginning. */
  ownClock?: boolean;
}

/** Priya's queue, in a browser that lets pages notify unless it is said otherwise. */
async function openQueue({ permission = "granted", ownClock = false }: Given = {}): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  if (permission === "granted") {
    await page.context().grantPermissions(["notifications"], { origin: baton.url });
  }
  await page.context().addInitScript(recorder(permission));
  if (ownClock) await page.clock.install();
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name: "Priya Nair" }).click();
  await live(page);
  return page;
}

/** The same person's queue in one more tab, which a click allows to sound. */
async function openTab(beside: Page): Promise<Page> {
  const page = await beside.context().newPage();
  await page.goto(`${baton.url}/escalations`);
  await live(page);
  await page.getByRole("heading", { name: "Queue" }).click();
  return page;
}

async function choose(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("button", { name: "Sound and keys" }).click();
  await page.getByRole("switch", { name }).check();
  await page.keyboard.press("Escape");
}
const SOUND = /^Sound/;
const NOTICES = /^Desktop notification/;

let counted = 0;
let problem = "";
beforeEach(() => {
  problem = `Printer ${++counted} is on fire`;
});

describe("sound", () => {
  test("is for whoever chose it, who hears it at once, and later also after a reload", async () => {
    const page = await openQueue();
    await handOff(SAM, problem);
    await card(page, problem).waitFor();
    expect(await rings(page)).toBe(0);
    await choose(page, SOUND);
    await expect.poll(() => rings(page), SOON).toBe(1);

    await page.reload();
    await live(page);
    await page.getByRole("heading", { name: "Queue" }).click();
    await handOff(SAM, `${problem} again`);
    await expect.poll(() => rings(page), SOON).toBe(1);
  });

  test("is never for one's own escalations, and not for what is parked", async () => {
    const page = await openQueue();
    await choose(page, SOUND);
    await expect.poll(() => rings(page), SOON).toBe(1);
    await handOff(PRIYA, `${problem}, mine`);
    await handOff(SAM, `${problem}, parked`, "park");
    await card(page, `${problem}, mine`).waitFor();
    await card(page, `${problem}, parked`).waitFor();
    expect(await rings(page)).toBe(1);
    await handOff(SAM, problem);
    await expect.poll(() => rings(page), SOON).toBe(2);
  });

  test("comes from one of several tabs; when that one is closed, from another", async () => {
    const first = await openQueue();
    await choose(first, SOUND);
    await expect.poll(() => rings(first), SOON).toBe(1);
    const second = await openTab(first);
    await handOff(SAM, problem);
    await Promise.all([first, second].map((page) => card(page, problem).waitFor()));
    expect([await rings(first), await rings(second)]).toEqual([2, 0]);

    await first.close();
    await expect.poll(() => holdsTheLine(second), SOON).toBe(true);
    await handOff(SAM, `${problem} again`);
    await expect.poll(() => rings(second), SOON).toBe(1);
  });
});

/** Whether nobody stands before this tab: of all that this person has open, it is the one that speaks. */
const holdsTheLine = (page: Page) =>
  page.evaluate<boolean>(
    "navigator.locks.query().then(({ held, pending }) => held.length === 1 && pending.length === 0)",
  );

describe("a desktop notification", () => {
  test("is shown to whoever chose it and looks elsewhere, by one of several tabs", async () => {
    const first = await openQueue();
    await choose(first, NOTICES);
    const second = await openTab(first);
    await handOff(SAM, `${problem}, in view`);
    await Promise.all([first, second].map((page) => card(page, `${problem}, in view`).waitFor()));

    await Promise.all([hide(first, true), hide(second, true)]);
    await handOff(SAM, problem);
    await expect.poll(() => notices(first), SOON).toEqual([["1 new escalation", problem]]);
    await handOff(SAM, `${problem} again`);
    await expect
      .poll(() => notices(first), SOON)
      .toEqual([
        ["1 new escalation", problem],
        ["1 new escalation", `${problem} again`],
      ]);
    // The other tab knows of both; it would have told of the first before the second came.
    await expect.poll(() => second.title(), SOON).toContain("2 new escalations");
    expect(await notices(second)).toEqual([]);
  });

  test("is never of one's own escalations, and not of what is parked", async () => {
    const page = await openQueue();
    await choose(page, NOTICES);
    await hide(page, true);
    await handOff(PRIYA, `${problem}, mine`);
    await handOff(SAM, `${problem}, parked`, "park");
    await card(page, `${problem}, mine`).waitFor();
    await card(page, `${problem}, parked`).waitFor();
    await handOff(SAM, problem);
    await expect.poll(() => notices(page), SOON).toEqual([["1 new escalation", problem]]);
  });

  test("is not promised where the browser does not allow it", async () => {
    const page = await openQueue({ permission: "denied" });
    await page.getByRole("button", { name: "Sound and keys" }).click();
    await page.getByRole("switch", { name: NOTICES }).click();
    await page.getByText("This browser does not let Baton notify.").waitFor();
    expect(await page.getByRole("switch", { name: NOTICES }).isChecked()).toBe(false);
  });
});

describe("a tab in the background", () => {
  const icon = (page: Page) => page.locator('link[rel="icon"]').getAttribute("href");
  const QUIET = /^\(\d+\) Queue · Baton$/;

  test("changes its title once a second, however much comes, and stops when it is looked at", async () => {
    const page = await openQueue({ ownClock: true });
    await hide(page, true);
    // From here on time passes only as the test lets it; the leap is shorter than the line's own watch over itself.
    await page.clock.pauseAt(Date.now() + 5_000);
    for (const number of [1, 2, 3]) await handOff(SAM, `${problem}, ${number}`);
    const news = "● 3 new escalations · Baton";
    await expect.poll(() => page.title(), SOON).toBe(news);
    for (const shown of [QUIET, news, QUIET, news]) {
      const before = await page.title();
      await page.clock.runFor(999);
      expect(await page.title()).toBe(before);
      await page.clock.runFor(1);
      expect(await page.title()).toMatch(shown);
    }

    await hide(page, false);
    expect(await page.title()).toMatch(QUIET);
    await page.clock.runFor(5_000);
    expect(await page.title()).toMatch(QUIET);
  });

  test("has a dot on its icon until it is looked at, but not for what is one's own or parked", async () => {
    const page = await openQueue();
    await hide(page, true);
    await handOff(PRIYA, `${problem}, mine`);
    await handOff(SAM, `${problem}, parked`, "park");
    await card(page, `${problem}, mine`).waitFor();
    await card(page, `${problem}, parked`).waitFor();
    expect([await icon(page), await page.title()]).toEqual(["/favicon.svg", expect.stringMatching(QUIET)]);

    await handOff(SAM, problem);
    await expect.poll(() => icon(page), SOON).toBe("/favicon-new.svg");
    const [plain, dotted] = await Promise.all(
      ["/favicon.svg", "/favicon-new.svg"].map(async (path) => {
        const response = await fetch(baton.url + path);
        const dots = (await response.text()).match(/<circle/g)?.length ?? 0;
        return [response.headers.get("content-type"), dots];
      }),
    );
    expect([plain?.[0], dotted?.[0]]).toEqual(["image/svg+xml", "image/svg+xml"]);
    expect(dotted?.[1]).toBeGreaterThan(Number(plain?.[1]));
    await hide(page, false);
    await expect.poll(() => icon(page), SOON).toBe("/favicon.svg");
  });
});
