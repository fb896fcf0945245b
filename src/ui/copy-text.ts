import { announce } from "./announcement.ts";
import { words } from "./words/spoken.ts";

/** Puts text into the clipboard, and says whether that worked; `done` where it is no ticket note. */
export async function copyText(text: string, done = words.peek().queue.copied): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(done);
  } catch {
    announce(words.peek().queue.notCopied);
  }
}
