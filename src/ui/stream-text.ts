import { createSseReader } from "../client/sse-reader.ts";
import type { Documentation } from "../contract/session.ts";
import { openText } from "./api.ts";
import { ownProblem } from "./problem-words.ts";

/** How a text ends; with a text, that one was kept instead. */
type End = Omit<Documentation, "text"> & { text?: string };

/**
 * Hears a text of the server as it is written, a new one with POST: `onText` gets all that is there so far.
 * Returns what is kept, which may be another text than the one heard.
 * Throws `ApiProblem`, also where the text breaks off before its end; an abort is thrown as it is.
 */
export async function streamText(
  method: "GET" | "POST",
  path: string,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<Documentation> {
  const body = await openText(method, path, signal);
  let text = "";
  let end: End | null = null;
  const reader = createSseReader({
    onMessage: ({ event, data }) => {
      // What the two events of this stream say (`api.md` §4).
      if (event === "delta") onText((text += (JSON.parse(data) as { text: string }).text));
      if (event === "done") end = JSON.parse(data) as End;
    },
    onRetry: () => {},
  });
  const brokeOff = ownProblem("text_cut");
  try {
    for await (const bytes of chunksOf(body)) reader.feed(bytes);
  } catch (error) {
    if (signal.aborted) throw error;
    throw brokeOff;
  }
  if (end === null) throw brokeOff;
  return { text, ...(end as End) };
}

/** The body's bytes as they come; not every browser walks through a stream by itself. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}
