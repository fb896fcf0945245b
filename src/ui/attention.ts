import { signal } from "@preact/signals";
import { announceArrival } from "./announcement.ts";
import type { LoggedEvent } from "../contract/event.ts";
import { onEvent } from "./feed.ts";
import type { SignedIn } from "./me.ts";
import { type Arrival, isNews } from "./is-news.ts";
import { isOnlyTab, standInLine } from "./only-one-tab.ts";
import { allowSound, ring } from "./ring.ts";
import { keepTab } from "./tab-title.ts";
import { channelHere, closeAlerts } from "./told-here.ts";
import { countUnseen } from "./unseen.ts";
import { words } from "./words/spoken.ts";

const SOUND = "baton.sound";
const NOTICES = "baton.notices";
/** One sound for all that comes close together, ms. */
const PAUSE_MS = 3_000;

/** What was chosen in this browser. */
export const soundOn = signal(false);
export const noticesOn = signal(false);
/** The browser has been told never to show any. */
export const noticesRefused = signal(false);

let rungAt = 0;
let gathered: Arrival[] = [];
let showing: ReturnType<typeof setTimeout> | null = null;

/** Draws attention to what comes in for this person, as far as they chose; the answer ends it. */
export function startAttention(me: SignedIn): () => void {
  soundOn.value = localStorage.getItem(SOUND) === "on";
  noticesOn.value = localStorage.getItem(NOTICES) === "on" && mayShow() === "granted";
  if (soundOn.value) void allowSound();
  const ends = [
    standInLine(`baton.attention.${me.account.id}`),
    keepTab(),
    onEvent((event) => {
      if (event === "reset") return;
      if (isNoMore(event)) void closeAlerts(event.handoff_id).catch(() => undefined);
      if (!isNews(event, me)) return;
      announceArrival();
      countUnseen();
      if (!isOnlyTab()) return;
      if (soundOn.peek() && Date.now() - rungAt > PAUSE_MS) {
        rungAt = Date.now();
        ring();
      }
      // A browser that Baton itself tells shows it already.
      const shows = noticesOn.peek() && channelHere(me.user.id) === null;
      if (shows && (document.hidden || !document.hasFocus())) showSoon(event);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Asked for by a click, so the browser lets it sound; it is heard at once. */
export function switchSound(on: boolean): void {
  soundOn.value = on;
  localStorage.setItem(SOUND, on ? "on" : "off");
  if (on) void allowSound().then(ring);
}

/** Asked for by a click: the browser asks in its turn. */
export async function switchNotices(on: boolean): Promise<void> {
  const may = on && mayShow() !== "granted" ? await askToShow() : mayShow();
  noticesRefused.value = on && may !== "granted";
  noticesOn.value = on && may === "granted";
  localStorage.setItem(NOTICES, noticesOn.value ? "on" : "off");
}

/** Whether a handoff asks for nobody's help any more: what was shown of it is out of date. */
function isNoMore(event: LoggedEvent): event is LoggedEvent & { handoff_id: string } {
  return event.handoff_id !== null && event.status !== null && event.status !== "open";
}

function showSoon(event: Arrival) {
  gathered.push(event);
  showing ??= setTimeout(() => {
    const [first] = gathered;
    const text = words.peek().queue;
    const title = text.newEscalations(gathered.length);
    const body = gathered.length === 1 ? (first?.problem_summary ?? text.noProblem) : "";
    showing = null;
    gathered = [];
    const notice = new Notification(title, { body, tag: "baton", icon: "/favicon.svg" });
    notice.addEventListener("click", () => {
      focus();
      notice.close();
    });
  }, 400);
}

function mayShow(): NotificationPermission {
  return "Notification" in globalThis ? Notification.permission : "denied";
}

async function askToShow(): Promise<NotificationPermission> {
  return "Notification" in globalThis ? await Notification.requestPermission() : "denied";
}
