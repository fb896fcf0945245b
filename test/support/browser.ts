import { join } from "node:path";
import sparticuz from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { unpackedChromium } from "./unpacked-chromium.ts";

// What suits a single page in a cloud function: one process dies with the first page that is closed, and without
// web security the page would be tested under rules that no user's browser has.
const UNFIT = new Set([
  "--single-process",
  "--no-zygote",
  "--disable-web-security",
  "--allow-running-insecure-content",
]);

const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

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
    browser = await launch();
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

/** The package's Chromium runs on Linux x64; elsewhere the machine's own Chrome serves. */
async function launch(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return await chromium.launch({ channel: "chrome", args: QUIET });
  }
  const folder = await unpackedChromium();
  return await chromium.launch({
    executablePath: join(folder, "chromium"),
    args: [...sparticuz.args.filter((argument) => !UNFIT.has(argument)), ...QUIET],
    env: {
      ...process.env,
      // Its own libraries and fonts: a small machine has none, and pictures are alike everywhere.
      LD_LIBRARY_PATH: join(folder, "al2023/lib"),
      FONTCONFIG_PATH: join(folder, "fonts"),
    },
  });
}
