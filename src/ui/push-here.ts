import { dropSubscription } from "./told-here.ts";

const WORKER = "/service-worker.js";

/** Why this browser is not told. `dismissed`: the person chose neither yes nor no. */
export type Refusal =
  | { kind: "denied" | "dismissed" | "unsupported" }
  | { kind: "unreachable"; reason: string };

/** What Baton is told of a browser that takes messages. */
export type Subscribed = { kind: "subscribed"; subscription: PushSubscriptionJSON };

/**
 * Asks the person and the browser for leave to tell them something, and has the browser take messages that are signed
 * with this key. Only from within a press of a button: browsers ask for nothing else.
 */
export async function subscribeHere(publicKey: string): Promise<Subscribed | Refusal> {
  const hasAll = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
  if (!hasAll) return { kind: "unsupported" };
  const may = await Notification.requestPermission();
  if (may !== "granted") return { kind: may === "denied" ? "denied" : "dismissed" };
  try {
    await navigator.serviceWorker.register(WORKER);
    const { pushManager } = await navigator.serviceWorker.ready;
    // One that is there already may be somebody else's, or for a key that Baton has no more.
    await dropSubscription();
    const options = { userVisibleOnly: true, applicationServerKey: publicKey };
    return { kind: "subscribed", subscription: (await pushManager.subscribe(options)).toJSON() };
  } catch (error) {
    return { kind: "unreachable", reason: error instanceof Error ? error.message : String(error) };
  }
}

const BROWSERS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** What people call this browser and what it runs on, as far as it says. */
export function browserHere(userAgent: string): { browser: string; system: string | null } {
  const named = (list: typeof BROWSERS) => list.find(([mark]) => mark.test(userAgent))?.[1];
  return { browser: named(BROWSERS) ?? "Browser", system: named(SYSTEMS) ?? null };
}
