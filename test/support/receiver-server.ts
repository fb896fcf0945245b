import type { IncomingMessage, ServerResponse } from "node:http";
import { serveLocally } from "./serve-locally.ts";

/** What the server does with one call. */
export interface Reaction {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Instead of an answer: nothing at all; two megabytes; a body that begins and does not go on; a cut connection. */
  trouble?: "hangs" | "floods" | "stalls" | "cuts";
}

/** One call as it came. */
export interface Received {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** In base64, as browsers' messages are bytes. */
  body: string;
}

interface Room {
  received: Received[];
  script: Reaction[];
  always: Reaction;
}

/** Longer than the tests' callers wait. */
const HANGS_MS = 3_000;
/** Far more than anybody needs to read; an endless one would keep the tests' own server from its other work. */
const FLOOD = "x".repeat(2 * 1024 * 1024);

/**
 * Whoever Baton posts to: a real server with a room for each host under `receiver.test`, which does what a test's script
 * says, call by call, and then what it always does. `/control` is the test's own way in.
 */
export async function startReceiverServer(): Promise<{ host: string }> {
  const rooms = new Map<string, Room>();
  return serveLocally((request, response) => answer(rooms, request, response));
}

async function answer(rooms: Map<string, Room>, request: IncomingMessage, response: ServerResponse) {
  const name = String(request.headers["x-receiver"] ?? "");
  const room = rooms.get(name) ?? { received: [], script: [], always: { status: 200, body: "ok" } };
  rooms.set(name, room);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const path = request.url ?? "/";
  if (path === "/control") {
    if (request.method === "PUT") Object.assign(room, JSON.parse(body.toString()));
    return end(response, { status: 200, body: JSON.stringify(room) });
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([key, value]) => [key, String(value)]),
  );
  room.received.push({ method: request.method ?? "", path, headers, body: body.toString("base64") });
  end(response, room.script.shift() ?? room.always);
}

function end(response: ServerResponse, { status = 200, headers = {}, body = "", trouble }: Reaction): void {
  switch (trouble) {
    case undefined:
      response.writeHead(status, headers).end(body);
      return;
    case "hangs":
      setTimeout(() => response.destroy(), HANGS_MS);
      return;
    case "stalls":
      response.writeHead(status, headers).write(body || "and then");
      setTimeout(() => response.destroy(), HANGS_MS);
      return;
    case "cuts":
      response.destroy();
      return;
    case "floods":
      response.writeHead(status, headers).end(FLOOD);
      return;
    default:
      trouble satisfies never;
  }
}
