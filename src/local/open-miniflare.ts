import { createRequire } from "node:module";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";
import { projectRoot } from "./project-root.ts";
import { StartRefused } from "./start-refused.ts";

/** One line that a Worker wrote with `console`. */
export interface WorkerLine {
  timestamp: number;
  level: string;
  message: string;
}

/** Where and how one workerd runs. */
export interface MiniflareChoices {
  worker: V4WorkerOptions;
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** The folder of the database's and the objects' files. */
  storage: string;
  onLine: (line: WorkerLine) => void;
}

/**
 * Starts workerd with one Worker. Returns when it listens, throws StartRefused if the port is taken.
 * Nothing here asks a network for anything.
 */
export async function openMiniflare(choices: MiniflareChoices): Promise<Miniflare> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [choices.worker],
      host: choices.host,
      port: choices.port,
      resourcePersistencePath: choices.storage,
      handleStructuredLogs: choices.onLine,
      log: new Log(LogLevel.WARN),
      logRequests: false,
      cf: false,
      telemetry: { enabled: false },
      ...guard(),
    }),
  );
  try {
    await miniflare.ready;
    return miniflare;
  } catch (error) {
    await miniflare.dispose().catch(() => undefined);
    if (error instanceof Error && "code" in error && error.code === "ERR_ADDRESS_IN_USE") {
      throw new StartRefused(portTaken(choices.port), { cause: error });
    }
    throw error;
  }
}

/** The sentence for a port that something else listens on. */
export function portTaken(port: number): string {
  return `Port ${port} is already in use. Stop what uses it, or choose another one: PORT=8788 npm start`;
}

/** workerd by itself survives a killed parent, so a small guard runs it where there is a shell. */
function guard(): { unsafeRuntimeEnv?: Record<string, string> } {
  if (process.platform === "win32") return {};
  const miniflareRequire = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  const { default: workerd } = miniflareRequire("workerd") as { default: string };
  process.env["MINIFLARE_WORKERD_PATH"] = join(projectRoot, "src/local/guarded-workerd.sh");
  return { unsafeRuntimeEnv: { BATON_WORKERD: workerd } };
}
