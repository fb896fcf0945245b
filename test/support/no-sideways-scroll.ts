import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Fails if anything of the page as it stands lies beside the screen, on a wide one, a phone, or at 400 % zoom. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  for (const width of [1440, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect({ at: page.url(), width, over }).toEqual({ at: page.url(), width, over: 0 });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}
