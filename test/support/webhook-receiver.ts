import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PsaRoom, Reply } from "./psa-server/room.ts";
import { answerWebhook } from "./psa-server/webhook.ts";

/** A receiver of signed notes on this machine, as a running Baton in demo mode reaches it. */
export interface WebhookReceiver {
  url: string;
  room: PsaRoom;
  /** What it says to every call instead of taking it; null: it takes them. */
  says: Reply | null;
  stop: () => void;
}

/** Starts one; it knows `WEBHOOK_SECRET`. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const room: PsaRoom = { name: "own", calls: [], notes: [], script: [], strangers: [], tokens: [] };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const header = (name: string) => String(request.headers[name] ?? "");
      const url = new URL(request.url ?? "/", receiver.url);
      const asked = { method: request.method ?? "GET", url, host: url.host, header, body };
      const reply = receiver.says ?? answerWebhook(room, asked);
      response.writeHead(reply.status, { "Content-Type": "application/json" });
      response.end(reply.status === 204 ? undefined : JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notes`,
    room,
    says: null,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}
