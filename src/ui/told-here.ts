import { remove } from "./api.ts";

/** Which of a person's channels this browser is. */
const KEPT = "baton.told-here";

/** The id of the channel that this browser is for a person; null where it is none of theirs. */
export function channelHere(userId: string): string | null {
  const [owner, id] = (localStorage.getItem(KEPT) ?? "").split(" ");
  return owner === userId && id !== undefined ? id : null;
}

export function keepChannelHere(userId: string, id: string): void {
  localStorage.setItem(KEPT, `${userId} ${id}`);
}

/** Whoever signs out in this browser is not told in it any more: Baton lets go of it while the login still lasts. */
export async function endTellingHere(userId: string): Promise<void> {
  const id = channelHere(userId);
  // What cannot be told now is found out by the next message, which the browser does not take any more.
  if (id !== null) await remove(`/me/channels/${id}`).catch(() => undefined);
}

/** The browser takes nothing any more. */
export async function dropSubscription(): Promise<void> {
  localStorage.removeItem(KEPT);
  const registration = await registrationHere();
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

/** Closes what this browser shows of a handoff. */
export async function closeAlerts(handoffId: string): Promise<void> {
  const registration = await registrationHere();
  for (const shown of (await registration?.getNotifications({ tag: handoffId })) ?? []) shown.close();
}

/** What is used of the browser's own. Plain http has no service workers, and older Safari takes no messages for pages. */
interface Registration {
  getNotifications: (filter: { tag: string }) => Promise<{ close: () => void }[]>;
  pushManager?: { getSubscription: () => Promise<{ unsubscribe: () => Promise<boolean> } | null> };
}

async function registrationHere(): Promise<Registration | undefined> {
  const { serviceWorker } = navigator as {
    serviceWorker?: { getRegistration: () => Promise<Registration | undefined> };
  };
  return await serviceWorker?.getRegistration();
}
