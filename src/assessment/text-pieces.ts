import { z } from "zod";
import { ModelFailure } from "./model-source.ts";

const Piece = z.object({ response: z.string() });

/** The pieces of text in the event stream of Workers AI: `data: {"response": "…"}`, at the end `data: [DONE]`. */
export async function* textPieces(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  const stop = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  let rest = "";
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const lines = (rest + read.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const { data } = Piece.safeParse(parsed(line));
        if (data && data.response !== "") yield data.response;
      }
    }
    if (signal.aborted) throw new ModelFailure("timeout");
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

function parsed(line: string): unknown {
  if (!line.startsWith("data:")) return null;
  try {
    return JSON.parse(line.slice("data:".length));
  } catch {
    return null;
  }
}
