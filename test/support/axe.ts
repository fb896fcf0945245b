import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe-core finds serious or critical on the page as it stands: rule, and where. */
export async function seriousFlaws(page: Page): Promise<string[]> {
  // Not by a script element: the page's own policy would refuse it, and rightly.
  await page.evaluate(axe.source);
  const found = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  // What `axe.run` resolves to, by its own types.
  const { violations } = found as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
