import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "../support/axe.ts";
import { useBrowser } from "../support/browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

test.for(["/api/v1/docs", "/problems", "/problems/already_claimed", "/dev/mail"])(
  "%s can be read by everybody, in light and dark, wide and narrow, and breaks no rule of its own",
  async (path) => {
    const page = await browser.newPage();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(baton.url + path);
      await expectAccessible(page);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    }
  },
);

test("a link to an operation leads to it, and its problems to what they mean", async () => {
  const page = await browser.newPage();
  await page.goto(`${baton.url}/api/v1/docs#claimHandoff`);
  const claim = page.locator("#claimHandoff");
  expect(await page.evaluate("document.querySelector(':target')?.id")).toBe("claimHandoff");
  expect((await claim.boundingBox())?.y).toBeLessThan(100);
  await claim.getByText("Example").click();
  await claim.getByText('curl -X POST "$BATON/api/v1/ai-sessions/').waitFor();
  await claim.getByRole("link", { name: "already_claimed" }).click();
  await page.getByRole("heading", { name: "Someone else picked this up" }).waitFor();
  await page.getByRole("link", { name: "All problems" }).click();
  await page.getByRole("heading", { name: "Problems" }).waitFor();
});

test("on a narrow screen the contents are folded, on a wide one they stand beside the text", async () => {
  const page = await browser.newPage();
  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto(`${baton.url}/api/v1/docs`);
  const contents = page.getByRole("navigation", { name: "Contents" });
  const entry = contents.getByRole("link", { name: "Park or escalate a session" });
  expect(await entry.isVisible()).toBe(false);
  await contents.getByText("Contents").click();
  await entry.click();
  await page.waitForURL("**/docs#handOffSession");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${baton.url}/api/v1/docs`);
  expect(await entry.isVisible()).toBe(true);
  await entry.focus();
  expect(await entry.evaluate((element) => element.matches(":focus"))).toBe(true);
});
