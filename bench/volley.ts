import { type Socket, connect } from "node:net";
import { once } from "node:events";
import { clock } from "./clock.ts";
import { latin1 } from "./latin1.ts";

/** Connections that are open already and send one request each, all at the same moment. */
export class Volley {
  readonly #sockets: Socket[];
  readonly #port: number;

  private constructor(sockets: Socket[], port: number) {
    this.#sockets = sockets;
    this.#port = port;
  }

  static async open(port: number, count: number): Promise<Volley> {
    const sockets = Array.from({ length: count }, () => connect({ port, host: "127.0.0.1", noDelay: true }));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    return new Volley(sockets, port);
  }

  /** Lets every connection have one answer, so that none is new when it counts. */
  async greet(path: string): Promise<void> {
    const answers = this.#sockets.map(firstLine);
    for (const socket of this.#sockets)
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.#port}\r\n\r\n`);
    await Promise.all(answers);
  }

  /** Posts one body over each connection. Returns the statuses and how long it took until all were answered, ms. */
  async post(path: string, posts: { headers: Record<string, string>; body: string }[]) {
    const requests = posts.map(({ headers, body }) => {
      const all = {
        Host: `127.0.0.1:${this.#port}`,
        "Content-Type": "application/json",
        "Content-Length": String(Buffer.byteLength(body)),
        ...headers,
      };
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
      return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
    });
    const answers = this.#sockets.map(firstLine);
    const began = clock();
    this.#sockets.forEach((socket, index) => socket.write(requests[index % requests.length] ?? ""));
    const statuses = await Promise.all(answers);
    return { statuses, took: clock() - began };
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** The status of the next answer. What is left of the one before is passed over. */
async function firstLine(socket: Socket): Promise<number> {
  for (;;) {
    const [bytes] = (await once(socket, "data")) as [Buffer];
    const status = /HTTP\/1\.1 (\d{3})/.exec(latin1(bytes))?.[1];
    if (status) return Number(status);
  }
}
