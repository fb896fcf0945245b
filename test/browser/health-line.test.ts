import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { QueueRow } from "../../src/contract/handoff.ts";
import type { AccountHealth } from "../../src/contract/health.ts";
import { useBrowser } from "../support/browser.ts";
import { type RunningBaton, startBaton } from "../support/running-baton.ts";

const browser = useBrowser();

let baton: RunningBaton;
beforeAll(async () => {
  baton = await startBaton();
});
afterAll(() => baton.stop());

/** A person of the demo on their queue, whose account's health is said to be this. */
async function signIn(
  name: string,
  health: () => AccountHealth,
): Promise<{ page: Page; asked: () => number }> {
  const page = await browser.newPage();
  let asked = 0;
  await page.route("**/api/v1/account/health", (route) => {
    asked++;
    return route.fulfill({ json: health() });
  });
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("button", { name }).click();
  await page.getByRole("heading", { name: "Queue" }).waitFor();
  return { page, asked: () => asked };
}

test("an admin sees what needs attention and goes to the handoff; it is gone when it is put right", async () => {
  const health: AccountHealth = { ok: true, checked_at: new Date().toISOString(), findings: [] };
  const { page } = await signIn("Adam", () => health);
  const [row] = await page.evaluate(async () => {
    const response = await fetch("/api/v1/ai-sessions/queue");
    return (await response.json()) as QueueRow[];
  });
  if (!row) throw new Error("The demo's queue is empty.");
  expect(await page.getByText("needs attention").count()).toBe(0);

  const detail = `“${row.problem_summary}” waits, and nothing is planned to happen next.`;
  const since = new Date().toISOString();
  health.findings = [{ code: "unowned_escalation", handoff_id: row.handoff_id, detail, since }];
  await page.reload();
  await page.getByText("1 thing needs attention").click();
  await page.getByText(detail).waitFor();
  await page.getByRole("link", { name: "Open the handoff" }).click();
  await page.waitForURL(`**/sessions/${row.session_id}/handoffs/${row.handoff_id}`);

  health.findings = [];
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.getByText("1 thing needs attention").waitFor({ state: "detached" });
});

test("an engineer is neither asked to look nor asks for it", async () => {
  const { page, asked } = await signIn("Priya", () => ({ ok: false, checked_at: null, findings: [] }));
  await page.getByRole("listitem").first().waitFor();
  expect(asked()).toBe(0);
});
