import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { PEERS } from "./install-peers.ts";
import { type Report, reportText } from "./report.ts";

const FINDINGS = join(import.meta.dirname, "FINDINGS.md");

/** Writes RESULTS.md: where and how it was measured, all reports, and what was learnt (FINDINGS.md) at the end. */
export function writeResults(reports: readonly Report[], mode: string): string {
  const path = join(import.meta.dirname, "RESULTS.md");
  const peers = Object.entries(PEERS).map(([name, version]) => `${name} ${version}`);
  const verdicts = reports.flatMap(({ verdicts }) => verdicts);
  const head = [
    "# Side by side",
    `${new Date().toISOString().slice(0, 10)}, ${mode}, \`npm run bench\`. A ${cpus().length}-core machine (${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB), Node ${process.versions.node}, workerd as wrangler.toml asks for it, ${peers.join(", ")}.`,
    "Baton is the production bundle on plain workerd with authentication, log, ledger, queue and mails; peers do a plain insert and send. The load is on the same cores, in a thread of its own on raw sockets, and other work was going on beside it: read the ratios, not the milliseconds. Spread is (least–most) of the rounds.",
    `**${verdicts.filter(({ met }) => met).length} of ${verdicts.length} targets met.**`,
  ];
  const text = [...head, ...reports.map(reportText), readFileSync(FINDINGS, "utf8").trim()].join("\n\n");
  writeFileSync(path, `${text}\n`);
  return path;
}
