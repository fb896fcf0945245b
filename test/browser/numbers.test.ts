import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../src/local/project-root.ts";
import { expectAccessible } from "../support/axe.ts";
import { SOON } from "../support/demo-browser.ts";
import { useBrowser } from "../support/browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

/** A person of the demo on the numbers. */
async function openNumbers(name: string, address = "/numbers"): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(SOON.timeout);
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
  await page.goto(baton.url + address);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

const isDrawn = (page: Page) =>
  page
    .getByRole("img", { name: /each day/ })
    .locator("canvas")
    .waitFor();

describe("the screen of the numbers", () => {
  test("shows who still waits, draws plots that are tables too, and has no flaw in either theme", async () => {
    const page = await openNumbers("Adam");
    await isDrawn(page);
    const spread = page.getByRole("region", { name: "Time to pick-up" });
    expect(await spread.getByText("counted at their present age").count()).toBe(1);
    const day = page.getByRole("region", { name: "By day", exact: true }).first();
    await day.getByText("As a table").click();
    await day.getByRole("columnheader", { name: "Half within" }).waitFor();
    expect(await day.getByRole("row").count()).toBe(31);
    await page.getByRole("heading", { name: "By member" }).waitFor();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 800 });
    await expectAccessible(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  test("keeps range and team in the address, for going back, reloading and the file", async () => {
    const page = await openNumbers("Olivia");
    await isDrawn(page);
    await page.getByRole("link", { name: "7 days" }).click();
    await page.waitForURL("**/numbers?days=7");
    await page.getByLabel("Team").selectOption({ index: 1 });
    await page.waitForURL(/\/numbers\?days=7&team=[0-9a-f-]{36}$/);
    await page.getByRole("heading", { name: "No escalations in this range" }).waitFor();
    const file = await page.getByRole("link", { name: "Download as CSV" }).getAttribute("href");
    expect(file).toMatch(/^\/api\/v1\/analytics\/escalations\.csv\?tz=.+&from=.+&team_id=[0-9a-f-]{36}$/);
    await page.goBack();
    await page.waitForURL("**/numbers?days=7");
    await isDrawn(page);
    await page.reload();
    await isDrawn(page);
    expect(await page.getByRole("link", { name: "7 days" }).getAttribute("aria-current")).toBe("true");
    await page.getByLabel("From").fill("2026-01-01");
    await page.getByLabel("To", { exact: true }).fill("2026-01-31");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL("**/numbers?from=2026-01-01&to=2026-01-31");
    await page.getByText("from 1 Jan to 31 Jan").waitFor();
  });

  test("is there for engineers and viewers without the table of members, and in German", async () => {
    for (const name of ["Priya", "Vik"]) {
      const page = await openNumbers(name);
      await isDrawn(page);
      expect(await page.getByRole("heading", { name: "By member" }).count()).toBe(0);
      if (name === "Priya") continue;
      await page.evaluate("localStorage.setItem('baton.language', 'de')");
      await page.reload();
      await page.getByRole("heading", { name: "Zeit bis zur Übernahme" }).waitFor();
      expect(await page.getByRole("heading", { name: "By day" }).count()).toBe(0);
    }
  });

  test("is loaded when it is opened and not before: the first load stays under 60 kB of script", async () => {
    const page = await browser.newPage();
    const scripts: string[] = [];
    page.on("request", (request) => {
      if (request.resourceType() === "script") scripts.push(new URL(request.url()).pathname);
    });
    await page.goto(`${baton.url}/sign-in`);
    await page.getByRole("button", { name: "Adam" }).click();
    await page.getByRole("heading", { name: "Queue" }).waitFor();
    const size = scripts
      .map((path) => gzipSync(readFileSync(join(projectRoot, "dist/ui", path))).length)
      .reduce((sum, bytes) => sum + bytes, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(60_000);
    const ofPlots = readdirSync(join(projectRoot, "dist/ui/assets")).filter((name) =>
      /^numbers-.*\.js$/.test(name),
    );
    expect(ofPlots).toHaveLength(1);
    expect(scripts).not.toContain(`/assets/${ofPlots[0]}`);
    await page.getByRole("link", { name: "Numbers" }).click();
    await isDrawn(page);
    expect(scripts).toContain(`/assets/${ofPlots[0]}`);
  });
});
