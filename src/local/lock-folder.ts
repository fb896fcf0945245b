import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Makes this process the only user of a folder, which is made when missing. Waits up to `patience` milliseconds,
 * blocking, for another process to leave. Returns the function that gives it free, nothing if the other stayed.
 */
export function lockFolder(folder: string, patience: number): (() => void) | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A lock that SQLite holds is the operating system's: it ends with the process, also after kill -9.
  const lock = new DatabaseSync(join(folder, "lock"), { timeout: patience });
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch {
    lock.close();
    return undefined;
  }
  return () => {
    if (lock.isOpen) lock.close();
  };
}
