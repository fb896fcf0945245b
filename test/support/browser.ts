import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchChromium } from "./launch-chromium.ts";

/** The browser of a test file: one process, and a person with fresh cookies for every page. */
export interface TestBrowser {
  /** Opens an empty page of somebody new. It reaches this machine alone and is closed after the test. */
  newPage: () => Promise<Page>;
  /**
   * Says that in this test requests fail on purpose: with this status, or because nobody can be reached, or that the
   * browser has no push service here. Chromium writes each into its console, which is no error of the page then. One that
   * does not come fails the test.
   */
  willFail: (...how: Failure[]) => void;
}

type Failure = 401 | 403 | 404 | 409 | 422 | 429 | "unreachable" | "push";

/**
 * Gives the test file that calls it, at its top, one Chromium. A test whose page asked for anything outside
 * 127.0.0.1 fails, also if the page went on without the answer, and so does one with an error in its console.
 */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  let people: BrowserContext[] = [];
  let outside: string[] = [];
  let errors: string[] = [];
  let foretold: Failure[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    const asked = outside;
    const leaving = people;
    const said = errors;
    const failures = foretold;
    outside = [];
    people = [];
    errors = [];
    foretold = [];
    await Promise.all(leaving.map((person) => person.close()));
    if (asked.length > 0)
      throw new Error(`The page asked for what is not on this machine: ${asked.join(", ")}`);
    const wrong = said.filter((error) => !failures.some((failure) => tellsOf(failure, error)));
    if (wrong.length > 0) throw new Error(`There are errors in the console:\n${wrong.join("\n")}`);
    const missing = failures.filter((failure) => !said.some((error) => tellsOf(failure, error)));
    if (missing.length > 0) throw new Error(`Nothing has failed in this way: ${missing.join(", ")}`);
  });
  afterAll(async () => {
    await browser?.close();
  });

  const newPage = async () => {
    if (!browser)
      throw new Error("useBrowser() belongs at the top of a test file: its browser is not running yet.");
    const person = await browser.newContext();
    people.push(person);
    person.on("console", (message) => {
      if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
    });
    person.on("weberror", (error) => errors.push(String(error.error().stack)));
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
  return { newPage, willFail: (...how) => foretold.push(...how) };
}

/** Whether this line of the console is Chromium's own word for such a failure. */
function tellsOf(failure: Failure, error: string): boolean {
  if (failure === "push") return error.includes("does not support the Push API");
  if (failure === "unreachable") return /net::ERR_|closed before receiving a handshake/.test(error);
  return new RegExp(`(status of|response code:) ${failure}\\b`).test(error);
}

function isOutside(url: URL): boolean {
  return url.hostname !== "127.0.0.1";
}
