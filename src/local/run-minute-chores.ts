import type { Miniflare } from "miniflare";

/**
 * Calls the Worker's scheduled handler now and then every minute, as the cron trigger of a deployment does.
 * A chore that fails is told to `onFailure` in one line and the next minute tries again. Returns how to stop it.
 */
export function runMinuteChores(miniflare: Miniflare, onFailure: (line: string) => void): () => void {
  let busy = false;
  const run = async () => {
    if (busy) return;
    busy = true;
    try {
      const worker = await miniflare.getWorker();
      const result = await worker.scheduled({ cron: "* * * * *", scheduledTime: new Date() });
      if (result.outcome !== "ok") onFailure(`The minute's chores ended with "${result.outcome}".`);
    } catch (error) {
      onFailure(`The minute's chores failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      busy = false;
    }
  };
  void run();
  const timer = setInterval(() => void run(), 60_000);
  return () => clearInterval(timer);
}
