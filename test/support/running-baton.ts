import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/local/project-root.ts";

/** What `npm start` runs, as a process of its own, in a process group of its own. */
export interface RunningBaton {
  url: string;
  /** The state folder; start again with it to go on with the same state. */
  state: string;
  /** The process group: node, workerd and whatever they started. */
  group: number;
  /** Everything that it has printed so far. */
  printed: () => string;
  /** Ends it as Ctrl+C does. Returns the exit code. */
  stop: () => Promise<number | null>;
  /** Ends the whole group at once, as a power cut would: no handler runs. */
  killHard: () => Promise<void>;
  /** Ends only the Node process in that way. */
  killNode: () => Promise<void>;
}

/** What a start that did not come up printed, and its exit code. */
export interface RefusedStart {
  code: number | null;
  printed: string;
}

/** What a start may be told; a state folder and a port of its own by default. */
export interface StartOptions {
  state?: string;
  environment?: Record<string, string>;
}

// A test run leaves nothing behind, also when it is cut short.
const groups = new Set<number>();
const folders = new Set<string>();
process.once("exit", () => {
  for (const group of groups) kill(-group, "SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty state folder, outside the project, that goes when the test file has ended. */
export function emptyState(): string {
  const folder = mkdtempSync(join(tmpdir(), "baton-state-"));
  folders.add(folder);
  return folder;
}

/** Starts Baton and returns when it has said its address. Throws with what it printed if it ends before that. */
export async function startBaton(options: StartOptions = {}): Promise<RunningBaton> {
  const { ready, ...running } = spawnBaton(options);
  const url = await ready;
  if (url === undefined) {
    throw new Error(`Baton ended with ${await running.ended} instead of starting:\n${running.printed()}`);
  }
  const { ended, group, kill, printed, state } = running;
  const stop = async () => {
    kill(-group, "SIGINT");
    return await ended;
  };
  const killHard = async () => {
    kill(-group, "SIGKILL");
    await ended;
  };
  const killNode = async () => {
    kill(group, "SIGKILL");
    await ended;
  };
  return { url, state, group, printed, stop, killHard, killNode };
}

/** Starts Baton where it has to refuse. Returns how it ended; a Baton that comes up nevertheless is an error. */
export async function startInVain(options: StartOptions): Promise<RefusedStart> {
  const { ready, ended, group, kill, printed } = spawnBaton(options);
  if ((await ready) !== undefined) {
    kill(-group, "SIGKILL");
    throw new Error(`Baton started although it should have refused:\n${printed()}`);
  }
  return { code: await ended, printed: printed() };
}

/** Whether any process of a group is left. */
export function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

function spawnBaton({ state = emptyState(), environment = {} }: StartOptions) {
  const child = spawn(process.execPath, [join(projectRoot, "src/local/start.ts")], {
    cwd: projectRoot,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, BATON_REUSE_BUILD: "on", PORT: "0", ...environment, BATON_STATE: state },
  });
  const group = child.pid;
  if (group === undefined) throw new Error("Node did not start.");

  let text = "";
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ready = new Promise<string | undefined>((resolve) => {
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      const url = /running at (http\S+)/.exec(text)?.[1];
      if (url) resolve(url);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void ended.then(() => resolve(undefined));
  });

  groups.add(group);
  void ended.then(() => groups.delete(group));
  return { ready, ended, group, kill, printed: () => text, state };
}

function kill(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // It is gone already.
  }
}
