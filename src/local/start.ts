import { join, resolve } from "node:path";
import { announce } from "./announce.ts";
import { configuredVariables } from "./configured-variables.ts";
import { keepWorkerLog } from "./keep-worker-log.ts";
import { projectRoot } from "./project-root.ts";
import { runBaton } from "./run-baton.ts";
import { StartRefused } from "./start-refused.ts";

// Leaving at once, from the first moment on: workerd and a running build are ended by "exit" handlers, and D1's
// files survive that. Open streams are not waited for; their clients resume.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(0));

// npm hands a SIGTERM to a shell that does not pass it on: the shell's end is the sign then.
if (process.env["npm_lifecycle_event"]) {
  const shell = process.ppid;
  setInterval(() => process.ppid === shell || process.exit(0), 500).unref();
}

const stateFolder = resolve(projectRoot, process.env["BATON_STATE"] || ".baton");
const logPath = join(stateFolder, "baton.log");
const variables = { DEMO_MODE: "on", ...configuredVariables(process.env) };

try {
  console.log("Starting Baton …");
  const running = await runBaton({
    stateFolder,
    host: process.env["HOST"] || "127.0.0.1",
    port: wantedPort(process.env["PORT"] || "8787"),
    variables,
    seed: variables.DEMO_MODE === "on",
    chores: true,
    reuseBuild: process.env["BATON_REUSE_BUILD"] === "on",
    onLine: keepWorkerLog(logPath),
  });
  console.log(announce({ ...running, logPath }));
} catch (error) {
  console.error(error instanceof StartRefused ? error.message : error);
  process.exit(1);
}

function wantedPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartRefused(`PORT is "${text}", which is no port: use a number from 0 to 65535.`);
}
