import { WaitingChunks } from "./waiting-chunks.ts";

const encoder = new TextEncoder();
const KEEPALIVE = encoder.encode(": keepalive\n\n");

/** The times of a stream, ms. */
export interface SseTimes {
  /** Silence after which a comment is written and the object is asked whether it is still there. */
  keepalive: number;
  /** How long the object has to answer. */
  pong: number;
  /** When the stream ends for the client to come back, from now. */
  lifetime: number;
  /** What the client is then told to wait. */
  retry: number;
}

/**
 * The Worker's end of an SSE stream: it holds the other end of a hibernatable socket of the bus, passes its frames on
 * as they are, and makes the keepalives, so that the bus can sleep.
 */
export function sseAdapter(
  socket: WebSocket,
  signal: AbortSignal,
  times: SseTimes,
): ReadableStream<Uint8Array> {
  let stop: () => void = () => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const waiting = new WaitingChunks();
        let lastWrite = Date.now();
        let pongBy: number | null = null;
        let timer: ReturnType<typeof setTimeout> | undefined;
        let open = true;

        const write = (bytes: Uint8Array, counts = false) => {
          if (!open) return;
          if (counts && waiting.isFull(-(controller.desiredSize ?? 0)))
            return end("event: overflow\ndata: {}\n\n");
          controller.enqueue(bytes);
          waiting.add(bytes.byteLength, counts);
          lastWrite = Date.now();
        };
        const end = (lastWords?: string) => {
          if (!open) return;
          if (lastWords) controller.enqueue(encoder.encode(lastWords));
          stop();
          controller.close();
        };
        stop = () => {
          if (!open) return;
          open = false;
          clearTimeout(timer);
          clearTimeout(rotation);
          socket.close(1000);
        };
        const tick = () => {
          const now = Date.now();
          if (pongBy !== null && now >= pongBy) return end();
          if (now - lastWrite >= times.keepalive) {
            write(KEEPALIVE);
            socket.send("ping");
            pongBy ??= now + times.pong;
          }
          const untilKeepalive = times.keepalive - (now - lastWrite);
          const untilPong = pongBy === null ? Infinity : pongBy - now;
          timer = setTimeout(tick, Math.max(Math.min(untilKeepalive, untilPong), 10));
        };
        const rotation = setTimeout(() => end(`retry: ${times.retry}\n\n`), times.lifetime);
        timer = setTimeout(tick, times.keepalive);

        write(encoder.encode("retry: 1000\n"));
        socket.addEventListener("message", ({ data }) => {
          if (data === "pong") pongBy = null;
          // The opening with its replay is text; whatever comes later is bytes, and counts while it waits.
          else if (typeof data === "string") write(encoder.encode(data));
          else write(new Uint8Array(data as ArrayBuffer), true);
        });
        socket.addEventListener("close", () => end());
        socket.addEventListener("error", () => end());
        signal.addEventListener("abort", () => stop());
        // The object's frames come as bytes; as blobs, the default since 2026, they would have to be awaited.
        socket.binaryType = "arraybuffer";
        socket.accept();
        // A client that left while the bus was asked does not tell again.
        if (signal.aborted) stop();
      },
      cancel() {
        stop();
      },
    },
    { highWaterMark: 0, size: (chunk) => chunk.byteLength },
  );
}
