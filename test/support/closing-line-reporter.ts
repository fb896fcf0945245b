import type { Reporter, SerializedError, TestModule, TestRunEndReason } from "vitest/node";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Ends the output of a run with one line, `N passed, N failed` and `, N skipped` if some were. What kept tests from
 * running (a file that does not load, a hook or a promise that failed) is counted as failed: no green by absence.
 */
export default class ClosingLineReporter implements Reporter {
  // Stands until a run has ended, so that a run cut short does not close as a good one.
  #counts: Counts = { passed: 0, failed: 1, skipped: 0 };

  onInit(): void {
    // Other reporters and teardowns still print after the run's end; only the process's end is after all of them.
    process.once("exit", () => process.stdout.write(`${closingLine(this.#counts)}\n`));
  }

  onTestRunEnd(
    modules: ReadonlyArray<TestModule>,
    unhandled: ReadonlyArray<SerializedError>,
    reason: TestRunEndReason,
  ): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      counts.failed += countBroken(module);
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test without a verdict was interrupted.
        counts[state === "pending" ? "failed" : state] += 1;
      }
    }
    if (reason !== "passed" && counts.failed === 0) counts.failed = 1;
    this.#counts = counts;
  }
}

function countBroken(module: TestModule): number {
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  return suites.length + (module.errors().length > 0 ? 1 : 0);
}

function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
