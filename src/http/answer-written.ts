import type { Context } from "hono";
import type { Pieces } from "../assessment/write-text.ts";
import type { Documentation } from "../contract/session.ts";
import type { AppEnv } from "./app-env.ts";
import { EVENT_STREAM, sse, streamText } from "./stream-text.ts";

/** How a text is written, kept when it is whole, and given up when its reader has gone. */
export interface Written {
  pieces: (signal: AbortSignal) => Pieces;
  keep: (text: string, source: string) => Promise<Documentation>;
  giveUp?: () => Promise<void>;
}

const encoder = new TextEncoder();

/** A text that is there already, as JSON or, for who asked for that, as a stream. */
export function answerText(c: Context<AppEnv>, text: Documentation): Documentation | Response {
  return wantsStream(c) ? streamText(text) : text;
}

/** A text that is written now: streamed word by word to who asked for that, else as JSON when it is whole. */
export async function answerWritten(c: Context<AppEnv>, written: Written): Promise<Documentation | Response> {
  if (wantsStream(c)) return streamWritten(c, written);
  const pieces = written.pieces(c.req.raw.signal);
  let text = "";
  try {
    let next = await pieces.next();
    for (; !next.done; next = await pieces.next()) text += next.value;
    return await written.keep(text, next.value);
  } catch (error) {
    await written.giveUp?.();
    throw error;
  }
}

/** Nothing is kept before the last word: a reader who goes away leaves no half text, and the model is stopped. */
function streamWritten(c: Context<AppEnv>, { pieces: write, keep, giveUp }: Written): Response {
  const gone = new AbortController();
  const pieces = write(AbortSignal.any([gone.signal, c.req.raw.signal]));
  let text = "";
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await pieces.next();
          if (!next.done) {
            text += next.value;
            controller.enqueue(encoder.encode(sse("delta", { text: next.value })));
            return;
          }
          const { text: kept, ...about } = await keep(text, next.value);
          // What was kept instead is told whole: nobody takes these words for it.
          const done = kept === text ? about : { ...about, text: kept };
          controller.enqueue(encoder.encode(sse("done", done)));
          controller.close();
        } catch (error) {
          await giveUp?.();
          controller.error(error);
        }
      },
      async cancel() {
        gone.abort();
        c.executionCtx.waitUntil(Promise.resolve(giveUp?.()));
        await pieces.return("").catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: EVENT_STREAM });
}

function wantsStream(c: Context<AppEnv>): boolean {
  return c.req.header("accept")?.includes("text/event-stream") ?? false;
}
