import { startBaton } from "./baton.ts";
import { installPeers } from "./install-peers.ts";
import { Crowd } from "./load/crowd.ts";
import { type Report, reportText } from "./report.ts";
import { ROWS } from "./rows.ts";
import { warmUp } from "./warm-up.ts";
import { workerds } from "./workerd-process.ts";
import { writeResults } from "./write-results.ts";

// npm run bench -- [--quick] [name …]: all measurements, or those that are named.
const given = process.argv.slice(2);
const quick = given.includes("--quick");
const named = given.filter((word) => !word.startsWith("--"));
const unknown = named.filter((name) => !(name in ROWS));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}. There are: ${Object.keys(ROWS).join(", ")}.`);
  process.exit(1);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

installPeers();
const crowd = new Crowd();
const baton = await startBaton();
const [pid = 0] = workerds();
const reports: Report[] = [];
let failed = false;
try {
  await warmUp(baton);
  for (const [name, measure] of Object.entries(ROWS)) {
    if (named.length > 0 && !named.includes(name)) continue;
    const began = Date.now();
    try {
      const report = await measure({ baton, crowd, pid, quick });
      reports.push(report);
      console.log(`${reportText(report)}\n\n(${name}: ${Math.round((Date.now() - began) / 1000)} s)\n`);
    } catch (error) {
      failed = true;
      console.error(`${name} failed:`, error);
    }
  }
} finally {
  await baton.stop();
  await crowd.stop();
}
// A part of the bench says nothing about the rest: only the whole is written down.
if (named.length === 0) console.log(`Written: ${writeResults(reports, quick ? "quick" : "full")}`);
process.exit(failed ? 1 : 0);
