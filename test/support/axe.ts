import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";

interface Violation {
  id: string;
  impact: string | null;
  help: string;
  nodes: { target: unknown; failureSummary?: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails if axe finds anything serious or critical on the page as it stands, in light or in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const found = await page.evaluate<Violation[]>("axe.run().then(({ violations }) => violations)");
    const grave = found.filter(({ impact }) => impact === "serious" || impact === "critical");
    const shown = grave.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ target, failureSummary }) => `${String(target)}: ${failureSummary ?? ""}`),
    }));
    expect({ at: page.url(), colorScheme, violations: shown }).toEqual({
      at: page.url(),
      colorScheme,
      violations: [],
    });
  }
  await page.emulateMedia({ colorScheme: null });
}
