import { connect } from "node:net";

/** A stream over plain TCP, whose client reads exactly when the test says so. */
export interface RawStream {
  /** Returns when what has come until then, all of it, is as wanted; never if the stream ends before. */
  until(holds: (came: Buffer) => boolean): Promise<void>;
  /** Stops reading: what comes now waits in the kernel, and then at the server. */
  stall(): void;
  /** Reads what waits, to the end of the stream. Returns everything that ever came. */
  readOn(): Promise<Buffer>;
  send(bytes: Uint8Array): void;
  /** Is gone, without a word. */
  close(): void;
}

const UPGRADE = [
  "connection: upgrade",
  "upgrade: websocket",
  "sec-websocket-version: 13",
  "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
];

/** Opens the stream and returns when `ready` has come. */
export async function openRaw(url: string, token: string, transport: "ws" | "sse"): Promise<RawStream> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const chunks: Buffer[] = [];
  let wake: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    wake();
  });
  const lines = [
    "GET /api/v1/ai-sessions/escalations/stream HTTP/1.1",
    `host: ${hostname}:${port}`,
    `authorization: Bearer ${token}`,
    ...(transport === "ws" ? UPGRADE : ["accept: text/event-stream", "connection: close"]),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const until = async (holds: () => boolean) => {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const ready = transport === "ws" ? '"event":"ready"' : "event: ready";
  await until(() => Buffer.concat(chunks).includes(ready));
  // The runtime lets go of a connection that it ends at once only if its client has said something.
  if (transport === "ws") socket.write(textFrame("ping"));
  return {
    until: (holds) => until(() => holds(Buffer.concat(chunks))),
    stall: () => void socket.pause(),
    async readOn() {
      socket.resume();
      // After its close frame a server waits for the client's own.
      const ended = transport === "ws" ? until(() => closeCode(Buffer.concat(chunks)) !== null) : closed;
      await Promise.race([ended, closed]);
      socket.destroy();
      return Buffer.concat(chunks);
    },
    send: (bytes) => void socket.write(bytes),
    close: () => void socket.destroy(),
  };
}

/** A client's text frame; its mask is nothing, which the protocol allows. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  if (length <= 125) return Buffer.concat([Buffer.from([0x81, 0x80 | length, 0, 0, 0, 0]), payload]);
  const head = Buffer.alloc(14);
  head.set([0x81, 0x80 | 127]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** The code of the close frame that a server's bytes end with, which have no other binary in them; null if none. */
export function closeCode(bytes: Buffer): number | null {
  for (let at = bytes.length - 4; at >= Math.max(0, bytes.length - 127); at--) {
    if (bytes[at] === 0x88 && bytes[at + 1] === bytes.length - at - 2)
      return new DataView(bytes.buffer, bytes.byteOffset + at + 2, 2).getUint16(0);
  }
  return null;
}

/** The numbers of the logged events in what came, over either transport. */
export function seqsIn(bytes: Buffer): number[] {
  const ids = new TextDecoder()
    .decode(bytes)
    .matchAll(/(?:\nid: |"id":")[A-Za-z0-9_-]+\.(\d+)(?:\nevent: |","data":\{"type")/g);
  return [...ids].map(([, seq]) => Number(seq));
}
