/** An SSE stream ends, to be resumed, when so many bytes wait for a reader that does not take them. */
const WAITING_BYTES = 256 * 1024;
const encoder = new TextEncoder();
const KEEPALIVE = encoder.encode(": keepalive\n\n");

export interface SseTimes {
  /** Silence after which a comment is written, ms. */
  keepalive: number;
  /** How long the object has to answer a keepalive's ping before the stream counts as dead, ms. */
  pong: number;
  /** When the stream ends for the client to come back, ms from now. */
  lifetime: number;
  /** What the client is then told to wait, ms. */
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
        let lastWrite = Date.now();
        let pongBy: number | null = null;
        let timer: ReturnType<typeof setTimeout> | undefined;
        let open = true;

        const write = (bytes: Uint8Array) => {
          if (!open) return;
          controller.enqueue(bytes);
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
          const silentFor = now - lastWrite;
          if (silentFor >= times.keepalive) {
            write(KEEPALIVE);
            socket.send("ping");
            pongBy ??= now + times.pong;
          }
          const untilKeepalive = Math.max(times.keepalive - (now - lastWrite), 10);
          const wait =
            pongBy === null ? untilKeepalive : Math.min(untilKeepalive, Math.max(pongBy - now, 10));
          timer = setTimeout(tick, wait);
        };
        const rotation = setTimeout(() => end(`retry: ${times.retry}\n\n`), times.lifetime);
        timer = setTimeout(tick, times.keepalive);

        write(encoder.encode("retry: 1000\n"));
        socket.addEventListener("message", ({ data }) => {
          if (data === "pong") {
            pongBy = null;
            return;
          }
          if ((controller.desiredSize ?? 0) < -WAITING_BYTES) return end("event: overflow\ndata: {}\n\n");
          write(typeof data === "string" ? encoder.encode(data) : new Uint8Array(data as ArrayBuffer));
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
