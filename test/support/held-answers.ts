import type { Page } from "playwright-core";

/** The server does what the page asks for, and its answer is on its way until the test lets it go. */
export interface HeldAnswers {
  /** Settles when the page has asked for the first time. */
  asked: Promise<void>;
  /** How often it has asked. */
  count: () => number;
  /** Lets all through, also those to come. */
  letGo: () => void;
}

export async function heldAnswers(page: Page, method: string, url: string): Promise<HeldAnswers> {
  const asked = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  let count = 0;
  await page.route(url, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    count++;
    asked.resolve();
    const response = await route.fetch();
    await free.promise;
    return route.fulfill({ response });
  });
  return { asked: asked.promise, count: () => count, letGo: () => free.resolve() };
}
