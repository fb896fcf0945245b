import { createSseReader } from "../client/sse-reader.ts";
import type { Documentation } from "../contract/session.ts";
import { ApiProblem } from "./api-problem.ts";
import { openText } from "./api.ts";
import { words } from "./words/spoken.ts";

/**
 * Hears a text of the server as it is written, a new one with POST: `onText` gets all that is there so far.
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
  let end: Omit<Documentation, "text"> | null = null;
  const reader = createSseReader({
    onMessage: ({ event, data }) => {
      // What the two events of this stream say (`api.md` §4).
      if (event === "delta") onText((text += (JSON.parse(data) as { text: string }).text));
      if (event === "done") end = JSON.parse(data) as Omit<Documentation, "text">;
    },
    onRetry: () => {},
  });
  const { title, help } = words.peek().problems.text_cut;
  const brokeOff = ApiProblem.ofOurs("text_cut", 0, title, help);
  try {
    for await (const bytes of chunksOf(body)) reader.feed(bytes);
  } catch (error) {
    if (signal.aborted) throw error;
    throw brokeOff;
  }
  if (end === null) throw brokeOff;
  return { ...(end as Omit<Documentation, "text">), text };
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
