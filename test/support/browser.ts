import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchChromium } from "./launch-chromium.ts";

/** The browser of a test file: one process, and a person with fresh cookies for every page. */
export interface TestBrowser {
  /** Opens an empty page of somebody new. It reaches this machine alone and is closed after the test. */
  newPage: () => Promise<Page>;
}

/**
 * Gives the test file that calls it, at its top, one Chromium. A test whose page asked for anything outside
 * 127.0.0.1 fails, also if the page went on without the answer.
 */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  let people: BrowserContext[] = [];
  let outside: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    const asked = outside;
    const leaving = people;
    outside = [];
    people = [];
    await Promise.all(leaving.map((person) => person.close()));
    if (asked.length > 0)
      throw new Error(`The page asked for what is not on this machine: ${asked.join(", ")}`);
  });
  afterAll(async () => {
    await browser?.close();
  });

  const newPage = async () => {
    if (!browser)
      throw new Error("useBrowser() belongs at the top of a test file: its browser is not running yet.");
    const person = await browser.newContext();
    people.push(person);
    await person.route(isOutside, async (route) => {
      outside.push(route.request().url());
      await route.abort();
    });
    await person.routeWebSocket(isOutside, async (socket) => {
      outside.push(socket.url());
      await socket.close();
    });
    return await person.newPage();
  };
  return { newPage };
}

function isOutside(url: URL): boolean {
  return url.hostname !== "127.0.0.1";
}
