import { announce } from "./announcement.ts";
import { words } from "./words/spoken.ts";

/** Puts text into the clipboard, and says whether that worked. */
export async function copyText(text: string): Promise<void> {
  const said = words.peek().queue;
  try {
    await navigator.clipboard.writeText(text);
    announce(said.copied);
  } catch {
    announce(said.notCopied);
  }
}
