import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A server of the tests on a port of its own; it keeps no process alive. An answer that throws ends its connection, as
 * a service does that breaks off.
 */
export async function serveLocally(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>,
): Promise<{ host: string; server: Server }> {
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  server.on("connection", (socket) => socket.unref());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
