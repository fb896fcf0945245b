import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type KeyVerb, type Pressed, matchKey } from "./match-key.ts";

const KEPT = "baton.keys";

/** Whether single keys do anything, in this browser. */
export const keysOn = signal(true);

/** What was chosen here before. */
export function recallKeys(): void {
  keysOn.value = localStorage.getItem(KEPT) !== "off";
}

export function switchKeys(on: boolean): void {
  keysOn.value = on;
  localStorage.setItem(KEPT, on ? "on" : "off");
}

/** What a screen does for a key; true if it did something, so that the browser does nothing. */
export type KeyActions = Partial<Record<KeyVerb, () => boolean>>;

const screens: { current: KeyActions }[] = [];
let before: Pressed | null = null;

/** Gives a screen its keys while it is shown. What it leaves out is asked of the screens around it. */
export function useKeys(actions: KeyActions): void {
  const newest = useRef(actions);
  newest.current = actions;
  // With the screen, not after it: the first key belongs to what is seen.
  useLayoutEffect(() => {
    screens.push(newest);
    if (screens.length === 1) document.addEventListener("keydown", onKey);
    return () => {
      screens.splice(screens.indexOf(newest), 1);
      if (screens.length === 0) document.removeEventListener("keydown", onKey);
    };
  }, []);
}

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  // What somebody types is theirs, and what is open above the page has its own keys.
  const isTyping = isField(event.target);
  if (document.querySelector("dialog[open], :popover-open") !== null) return;
  if (isTyping && event.key !== "Escape") return;
  if (!keysOn.peek() && event.key !== "Escape") return;
  // Links and buttons already know what Enter does.
  if (event.key === "Enter" && isOperable(event.target)) return;
  const { verb, rest } = matchKey(before, { key: event.key, at: event.timeStamp });
  before = rest;
  if (verb === null) return;
  for (const { current } of screens.toReversed()) {
    if (current[verb]?.() === true) return event.preventDefault();
  }
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function isOperable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a, button, summary") !== null;
}
