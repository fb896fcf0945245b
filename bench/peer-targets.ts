import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { peerFolder } from "./install-peers.ts";
import type { Flavour } from "./load/wire.ts";
import { peerEvent } from "./peer-event.ts";
import { send } from "./post.ts";
import { peerSource, startWorker } from "./start-worker.ts";
import type { Stoppable, Target } from "./target.ts";

type Peer = Target & Stoppable;

/** partyserver, hibernating, with a plain insert before it broadcasts. */
export async function startPartyserver(): Promise<Peer> {
  const worker = await startWorker({
    entry: "partyserver-worker.js",
    packages: true,
    durableObjects: { Room: { className: "Room", useSQLite: true } },
  });
  return { ...target("partyserver", "ws", worker.url), stop: worker.stop };
}

/** An object that holds the SSE bodies itself. */
export async function startSseObject(onLine?: Parameters<typeof startWorker>[1]): Promise<Peer> {
  const worker = await startWorker(
    {
      entry: "sse-object-worker.js",
      durableObjects: { HOLDER: { className: "Holder", useSQLite: true } },
    },
    onLine,
  );
  return { ...target("object holding SSE", "sse", worker.url), stop: worker.stop };
}

export const startSocketIo = () =>
  startServer(
    "socket.io + SQLite",
    "socket.io",
    "socket-io-server.js",
    "/socket.io/?EIO=4&transport=websocket",
  );

export const startBetterSse = () =>
  startServer("better-sse + SQLite", "sse", "better-sse-server.js", "/bare");

async function startServer(name: string, flavour: Flavour, file: string, path: string): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), "baton-bench-"));
  const child = fork(peerSource(file), [join(peerFolder, "package.json"), join(folder, "events.db")], {
    execArgv: ["--no-warnings"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (said) => resolve(Number(said)));
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  const stop = async () => {
    const gone = new Promise((resolve) => {
      child.once("exit", resolve);
    });
    child.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...target(name, flavour, `http://127.0.0.1:${port}`, path), stop };
}

function target(name: string, flavour: Flavour, url: string, path = "/bare"): Target {
  return {
    name,
    settles: 50,
    prepare: async () => undefined,
    publish: (marker) => send("POST", `${url}/publish`, peerEvent(marker)),
    subscription: async () => ({ flavour, port: Number(new URL(url).port), path, headers: {} }),
  };
}
