import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { clock } from "../clock.ts";
import type { Flavour } from "./wire.ts";

/** A person's open queue in a browser of its own, and when cards are painted in it. */
export interface WatchedQueue {
  /** When the card with this marker has been painted, by `clock`; to be asked before it is published. */
  painted(marker: number): Promise<number>;
  /** Returns when the card with this marker has left the list. */
  gone(marker: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens the queue as somebody of the demo, live over WebSocket, or over SSE as where no WebSocket gets through. */
export async function openWatchedQueue(
  browser: Browser,
  url: string,
  person: string,
  flavour: Flavour,
): Promise<WatchedQueue> {
  const visitor = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await visitor.newPage();
  if (flavour === "sse") await page.addInitScript("delete globalThis.WebSocket");
  await page.addInitScript({ path: join(import.meta.dirname, "paint-watch.js") });
  const streams: string[] = [];
  page.on("request", (request) => streams.push(request.url()));
  await page.goto(`${url}/sign-in`);
  await page.getByRole("button", { name: person }).click();
  await page.getByText(/^Live/).waitFor();
  const isSse = streams.some((asked) => asked.includes("/escalations/stream"));
  if (isSse !== (flavour === "sse")) throw new Error("The page listens by another transport than was meant.");
  const ahead = await clockAhead(page);
  return {
    painted: async (marker) => (await page.evaluate<number>(`whenPainted(${marker})`)) + ahead,
    gone: (marker) => page.getByText(`@@${marker}@@`).waitFor({ state: "detached" }),
    close: () => visitor.close(),
  };
}

/** By how much `clock` is ahead of the page's time: both are the machine's monotonic clock from another beginning. */
async function clockAhead(page: Page): Promise<number> {
  let best = { took: Number.POSITIVE_INFINITY, ahead: 0 };
  for (let asked = 0; asked < 50; asked++) {
    const began = clock();
    const there = await page.evaluate<number>("performance.now()");
    const took = clock() - began;
    if (took < best.took) best = { took, ahead: began + took / 2 - there };
  }
  return best.ahead;
}
