import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { V4ModuleDefinition, V4WorkerOptions } from "miniflare";
import { type WorkerLine, openMiniflare } from "../src/local/open-miniflare.ts";
import { peerFolder } from "./install-peers.ts";
import type { Stoppable } from "./target.ts";

export interface StartedWorker extends Stoppable {
  url: string;
}

export const peerSource = (name: string) => join(import.meta.dirname, "peers", name);

/** Starts a peer's Worker on plain workerd, as Baton is started; its state goes when it stops. */
export async function startWorker(
  worker: Pick<V4WorkerOptions, "d1Databases" | "durableObjects"> & { entry: string; packages?: boolean },
  onLine: (line: WorkerLine) => void = () => undefined,
): Promise<StartedWorker> {
  const { entry, packages = false, ...options } = worker;
  const storage = mkdtempSync(join(tmpdir(), "baton-bench-"));
  const miniflare = await openMiniflare({
    worker: {
      ...options,
      name: "peer",
      compatibilityDate: "2026-08-20",
      compatibilityFlags: ["enable_request_signal"],
      modules: [module("entry.js", peerSource(entry)), ...(packages ? partyserver() : [])],
    },
    host: "127.0.0.1",
    port: 0,
    storage,
    onLine,
  });
  const url = (await miniflare.ready).origin;
  const stop = async () => {
    await miniflare.dispose();
    rmSync(storage, { recursive: true, force: true });
  };
  return { url, stop };
}

function module(name: string, source: string): V4ModuleDefinition {
  return { type: "ESModule", path: name, contents: readFileSync(source, "utf8") };
}

function partyserver(): V4ModuleDefinition[] {
  const from = (path: string) => join(peerFolder, "node_modules", path);
  return [
    module("partyserver", from("partyserver/dist/index.js")),
    module("nanoid", from("nanoid/index.browser.js")),
    module("url-alphabet/index.js", from("nanoid/url-alphabet/index.js")),
  ];
}
