import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { projectRoot } from "../../src/local/project-root.ts";
import { launchChromium } from "../support/launch-chromium.ts";
import { startBaton } from "../support/running-baton.ts";

// npm run screenshots: the main screens of a fresh demo, light and dark, wide and narrow, as docs/screenshots/*.png.
const FOLDER = join(projectRoot, "docs/screenshots");
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

interface Screen {
  name: string;
  /** Who looks at it; nobody is signed in where it is missing. */
  person?: string;
  path: string;
  /** The heading that says that it is there. */
  heading: string;
  /** What has to happen first. */
  before?: () => Promise<unknown>;
}

const baton = await startBaton();
const browser = await launchChromium();
try {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const pictures: string[] = [];
  for (const screen of await screensOf(baton.url)) pictures.push(...(await take(browser, screen)));
  const bytes = pictures.reduce((sum, picture) => sum + statSync(picture).size, 0);
  console.log(`${pictures.length} pictures, ${Math.round(bytes / 1024)} KiB, in ${FOLDER}`);
} finally {
  await browser.close();
  await baton.stop();
}

/** The screens, in this order: a card that is picked up for one of them still waits on those before it. */
async function screensOf(url: string): Promise<Screen[]> {
  const [olivia, priya] = ["Olivia Hart", "Priya Nair"];
  const call = await callsOf(url, "priya@northwind.example");
  const found = (await call("GET", "/handoffs?scope=all&customer=Castle%20Logistics")) as { items: Row[] };
  const [row] = found.items;
  if (row === undefined) throw new Error("The demo has no handoff of Castle Logistics.");
  const session = `/sessions/${row.session_id}`;
  const handoff = `${session}/handoffs/${row.handoff_id}`;
  return [
    { name: "sign-in", path: "/sign-in", heading: "Sign in" },
    { name: "queue", person: priya, path: "/escalations", heading: "Queue" },
    { name: "numbers", person: olivia, path: "/numbers", heading: "Numbers" },
    { name: "settings", person: olivia, path: "/settings/policy", heading: "Escalation policy" },
    {
      name: "context",
      person: priya,
      path: handoff,
      heading: "Start here",
      before: () => call("POST", `/ai-${handoff.slice(1)}/claim`),
    },
    { name: "session", person: priya, path: session, heading: row.problem_summary },
    { name: "api", path: "/api/v1/docs#claimHandoff", heading: "The API" },
  ];
}

/** Takes one screen in both themes and all sizes. Returns where the pictures are. */
async function take(on: Browser, { name, person, path, heading, before }: Screen): Promise<string[]> {
  await before?.();
  const visitor = await on.newContext({
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
  });
  const page = await visitor.newPage();
  if (person !== undefined) await signIn(page, person);
  const pictures: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.goto(baton.url + path);
      await page.getByRole("heading", { name: heading }).first().waitFor();
      // What a screen reads after its heading is there belongs to the picture.
      await page.waitForLoadState("networkidle");
      const picture = join(FOLDER, `${name}-${colorScheme}-${size.width}.png`);
      await page.screenshot({ path: picture, animations: "disabled", caret: "hide" });
      pictures.push(picture);
    }
  }
  await visitor.close();
  return pictures;
}

async function signIn(page: Page, person: string): Promise<void> {
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name: person }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
}

interface Row {
  handoff_id: string;
  session_id: string;
  problem_summary: string;
}

/** Calls the API as a person of the demo. */
async function callsOf(url: string, email: string) {
  const call = async (method: string, path: string, body?: object, token = ""): Promise<unknown> => {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { "content-type": "application/json" }),
    };
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { token } = (await call("POST", "/demo/sign-in", { email })) as { token: string };
  return (method: string, path: string) => call(method, path, undefined, token);
}
