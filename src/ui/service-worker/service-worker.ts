import { type Alert, asksForHelp, isOver, readAlert } from "./alert.ts";

declare const self: ServiceWorkerGlobalScope;

const ICON = "/favicon.svg";
/** So long it is still said that somebody has it, ms. */
const OVER_SHOWN_MS = 5_000;

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(readAlert(event.data?.text() ?? ""))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path } = event.notification.data as Shown;
  event.waitUntil(open(path));
});

/** What is kept with what is shown. */
interface Shown {
  path: string;
  isOver: boolean;
}

/** Shows a message in the place of the one before it. Browsers ask that every message shows something. */
async function show(alert: Alert): Promise<void> {
  const { title, body, tag, path } = alert;
  const stays = asksForHelp(alert);
  const options: NotificationOptions & { renotify: boolean } = {
    body,
    icon: ICON,
    data: { path, isOver: isOver(alert) },
    silent: isOver(alert),
    requireInteraction: stays,
    renotify: stays,
    ...(tag !== null && { tag }),
  };
  await self.registration.showNotification(title, options);
  if (tag === null || !isOver(alert)) return;
  await new Promise((resolve) => setTimeout(resolve, OVER_SHOWN_MS));
  for (const shown of await self.registration.getNotifications({ tag })) {
    // Somebody may have asked for help anew meanwhile.
    if ((shown.data as Shown).isOver) shown.close();
  }
}

/** Leads an open tab there, or a new one where none is open. The tab finds its way by itself: what is typed in it stays. */
async function open(path: string): Promise<void> {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find(({ focused }) => focused) ?? tabs[0];
  if (tab === undefined) {
    await self.clients.openWindow(path);
    return;
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a tab of ours, not a window: there is no such argument
  tab.postMessage({ open: path });
  await tab.focus().catch(() => undefined);
}
