import { join, resolve } from "node:path";
import type { Miniflare, V4WorkerOptions } from "miniflare";
import { buildBaton } from "./build-baton.ts";
import { choosePort } from "./choose-port.ts";
import { localSecrets } from "./local-secrets.ts";
import { lockFolder } from "./lock-folder.ts";
import { openMiniflare, type WorkerLine } from "./open-miniflare.ts";
import { prepareDatabase } from "./prepare-database.ts";
import type { DemoPerson } from "./seed-demo.ts";
import { runMinuteChores } from "./run-minute-chores.ts";
import { StartRefused } from "./start-refused.ts";
import { workerOptions } from "./worker-options.ts";

/** How one Baton is to run; everything but the state folder has a default. */
export interface RunBatonOptions {
  /** Holds database, objects, secrets; made when missing; used by one process at a time. */
  stateFolder: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free one. */
  port?: number;
  /** Variables and secrets over those of wrangler.toml and of the state folder. */
  variables?: Record<string, string>;
  /** Writes the demo, once. Default false. */
  seed?: boolean;
  /** Serves the page's files. Default true. */
  page?: boolean;
  /** Runs the minute's chores. Default false. */
  chores?: boolean;
  /** Keeps a build that is newer than its sources. Default false. */
  reuseBuild?: boolean;
  /** Answers the Worker's own requests to other servers. Default: these servers. */
  outbound?: V4WorkerOptions["outboundService"];
  /** Gets what the Worker writes with `console`, and chores that failed. Default: nowhere. */
  onLine?: (line: WorkerLine) => void;
}

/** A Baton that answers. */
export interface RunningBaton {
  url: string;
  miniflare: Miniflare;
  people: DemoPerson[];
  /** Ends workerd and frees the state folder; the state stays. */
  stop: () => Promise<void>;
}

/**
 * Builds Baton as a deployment would and runs it on this machine, on plain workerd: requests meet no proxy.
 * Returns when it listens with its database ready. Throws StartRefused for what its user can put right.
 */
export async function runBaton(options: RunBatonOptions): Promise<RunningBaton> {
  const { host = "127.0.0.1", onLine = () => undefined } = options;
  const stateFolder = resolve(options.stateFolder);
  const port = await choosePort(host, options.port ?? 0);
  const unlock = lockFolder(stateFolder, 0);
  if (!unlock) {
    throw new StartRefused(
      `Another Baton is using the state folder ${stateFolder}. Stop it first, or set BATON_STATE to another folder.`,
    );
  }
  try {
    await buildBaton({ reuse: options.reuseBuild ?? false });
    const address = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}`;
    const variables = { PUBLIC_URL: address, ...localSecrets(stateFolder), ...options.variables };
    const outbound = options.outbound && { outboundService: options.outbound };
    const worker = { ...workerOptions(variables, options.page), ...outbound };
    const storage = join(stateFolder, "storage");
    const people = await prepareDatabase({ worker, storage, seed: options.seed ?? false });
    const miniflare = await openMiniflare({ worker, host, port, storage, onLine });
    const tellFailure = (message: string) => onLine({ timestamp: Date.now(), level: "error", message });
    const stopChores = options.chores ? runMinuteChores(miniflare, tellFailure) : () => undefined;
    const stop = async () => {
      stopChores();
      await miniflare.dispose();
      unlock();
    };
    return { url: address, miniflare, people, stop };
  } catch (error) {
    unlock();
    throw error;
  }
}
