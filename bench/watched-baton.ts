import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builtWorker } from "../src/local/build-baton.ts";
import { builtModules } from "../src/local/built-modules.ts";
import { localSecrets } from "../src/local/local-secrets.ts";
import { openMiniflare } from "../src/local/open-miniflare.ts";
import { prepareDatabase } from "../src/local/prepare-database.ts";
import { workerOptions } from "../src/local/worker-options.ts";
import { type Baton, useBaton } from "./baton.ts";
import { clock } from "./clock.ts";
import { sendOk } from "./post.ts";
import { peerSource } from "./start-worker.ts";

/** A Baton whose object tells when it comes into memory and how many sockets it has; nothing else is changed. */
export interface WatchedBaton extends Baton {
  /** When objects came into memory, by `clock`. */
  constructions: number[];
  sockets(): Promise<number>;
}

/** Starts the build that is there, with keepalives after so many seconds. */
export async function startWatchedBaton(keepaliveSeconds: number): Promise<WatchedBaton> {
  const folder = mkdtempSync(join(tmpdir(), "baton-bench-"));
  const storage = join(folder, "storage");
  const options = workerOptions({
    ...localSecrets(folder),
    DEMO_MODE: "on",
    STREAM_KEEPALIVE_SECONDS: String(keepaliveSeconds),
  });
  await prepareDatabase({ worker: options, storage, seed: true });
  const constructions: number[] = [];
  const entry = {
    type: "ESModule" as const,
    path: join(dirname(builtWorker), "watched-baton.js"),
    contents: readFileSync(peerSource("watched-baton.js"), "utf8"),
  };
  const miniflare = await openMiniflare({
    worker: { ...options, modules: [entry, ...builtModules()] },
    host: "127.0.0.1",
    port: 0,
    storage,
    onLine: ({ message }) => message === "constructed" && constructions.push(clock()),
  });
  const url = (await miniflare.ready).origin;
  const baton = await useBaton(url);
  return {
    ...baton,
    constructions,
    sockets: () => sendOk<number>("GET", `${url}/?bench-sockets-of=${baton.account}`),
    stop: async () => {
      await miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
