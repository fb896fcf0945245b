import { log } from "../platform/log.ts";

/** How the outside is asked. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

const TIMEOUT_MS = 5_000;

/**
 * Tells a monitoring service that this minute's work was done and nothing is wrong: it raises the alarm when it is not
 * told. Its address, often a secret, is never logged; what goes wrong here is logged and nothing more.
 */
export async function sendHeartbeat(address: string, ask: Fetch): Promise<void> {
  if (!isAllowed(address)) {
    log("heartbeat_refused", { reason: "HEARTBEAT_URL must begin with https:// or http://127.0.0.1" });
    return;
  }
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await ask(address, { method: "GET", redirect: "manual", signal });
    await response.body?.cancel();
    if (!response.ok) log("heartbeat_failed", { status: response.status });
  } catch (error) {
    // Only the kind of failure: its message may hold the address.
    log("heartbeat_failed", { error: error instanceof Error ? error.name : "unknown" });
  }
}

function isAllowed(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "https:" || (url?.protocol === "http:" && url.hostname === "127.0.0.1");
}
