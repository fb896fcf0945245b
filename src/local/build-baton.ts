import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { isBuildCurrent } from "./is-build-current.ts";
import { lockFolder } from "./lock-folder.ts";
import { projectRoot } from "./project-root.ts";
import { StartRefused } from "./start-refused.ts";

/** What a build leaves behind: the Worker as one module, with the page beside it in `dist/ui`. */
export const builtWorker = join(projectRoot, "dist/worker/worker.js");

const PATIENCE = 60_000;

/**
 * Builds the page and the Worker as a deployment would, by wrangler's own dry run. With `reuse`, a build that is
 * newer than all it was made from is kept. Returns when the files are there, throws StartRefused with the builder's
 * words otherwise.
 */
export async function buildBaton(options: { reuse: boolean }): Promise<void> {
  // Two builds at once would empty each other's folders.
  const unlock = lockFolder(join(projectRoot, "dist"), PATIENCE);
  if (!unlock) throw new StartRefused("Another build of Baton does not end. Stop it first.");
  try {
    if (options.reuse && isBuildCurrent(builtWorker)) return;
    const { code, said } = await runWrangler("deploy", "--dry-run", "--outdir", "dist/worker");
    if (code !== 0) throw new StartRefused(`The build failed:\n\n${said}`);
  } finally {
    unlock();
  }
}

/** Runs the project's own wrangler to its end; it ends with this process. Nothing is asked and nothing is sent. */
async function runWrangler(...command: string[]): Promise<{ code: number | null; said: string }> {
  const manifest = createRequire(import.meta.url).resolve("wrangler/package.json");
  const child = spawn(process.execPath, [join(manifest, "../bin/wrangler.js"), ...command], {
    cwd: projectRoot,
    env: {
      ...process.env,
      // As it is deployed, whatever this process is: a page that is made for development weighs a third more.
      NODE_ENV: "production",
      // The build step of wrangler.toml runs an npm script, which must find this Node and these tools.
      PATH: [join(projectRoot, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
      WRANGLER_HIDE_BANNER: "true",
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_WRITE_LOGS: "false",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithUs = () => child.kill();
  process.once("exit", endWithUs);
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  process.removeListener("exit", endWithUs);
  return { code, said: said.trim() };
}
