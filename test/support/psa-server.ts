import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { answerAutotask } from "./psa-server/autotask.ts";
import { answerConnectWise } from "./psa-server/connectwise.ts";
import { answerHalo } from "./psa-server/halo.ts";
import type { Asked, PsaRoom, Reply } from "./psa-server/room.ts";
import { answerWebhook } from "./psa-server/webhook.ts";
import { serveLocally } from "./serve-locally.ts";

/** Longer than the tests' adapters wait. */
const HANGS_MS = 2_000;

/** The host that a request was really sent to, as the tests' network hands it on. */
export const HOST_HEADER = "x-asked-host";

/** The hosts that the tests' network leads to this server. */
export function isPsaHost(host: string): boolean {
  return /(^|\.)(myconnectwise\.net|halopsa\.com|autotask\.net|hooks\.example\.org|stranger\.example\.org|onprem\.example\.org|psa-control)$/.test(
    host,
  );
}

/**
 * ConnectWise, HaloPSA, Autotask and a receiver of webhooks as far as Baton uses them: a real server with a room for each
 * company, which does what a test's script says, call by call. `PUT` and `GET psa-control/{room}` are the test's own way in.
 */
export async function startPsaServer(): Promise<{ host: string; server: Server }> {
  const rooms = new Map<string, PsaRoom>();
  return serveLocally((request, response) => answer(rooms, request, response));
}

function roomOf(rooms: Map<string, PsaRoom>, name: string): PsaRoom {
  const room = rooms.get(name) ?? { name, calls: [], notes: [], script: [], strangers: [], tokens: [] };
  rooms.set(name, room);
  return room;
}

async function answer(rooms: Map<string, PsaRoom>, request: IncomingMessage, response: ServerResponse) {
  const host = String(request.headers[HOST_HEADER] ?? "");
  const url = new URL(request.url ?? "/", `https://${host}`);
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const method = request.method ?? "GET";
  const header = (name: string) => String(request.headers[name] ?? "");
  if (host === "psa-control") {
    const room = roomOf(rooms, url.pathname.slice(1));
    if (method === "PUT") Object.assign(room, JSON.parse(body));
    return json(response, 200, room);
  }
  if (host.endsWith("stranger.example.org")) {
    const seen = ["authorization", "secret", "apiintegrationcode", "clientid"].filter((name) => header(name));
    roomOf(rooms, url.pathname.split("/")[1] ?? "").strangers.push(`${seen.join(" ")} ${body}`.trim());
    return json(response, 200, { access_token: "stolen", id: 1, itemId: 1 });
  }
  const asked: Asked = { method, url, host, header, body };
  const [name, handler] = handlerOf(asked);
  const room = roomOf(rooms, name);
  room.calls.push(`${method} ${host}${url.pathname}`);
  const about = kindOf(asked);
  const at = room.script.findIndex(({ on }) => on === undefined || on === about);
  const [step] = at < 0 ? [] : room.script.splice(at, 1);
  if (!step) return reply(response, handler(room, asked));
  // Whether it takes the note in is another matter than what it says.
  const normal = step.takes ? handler(room, asked) : null;
  switch (step.answer) {
    case "redirect":
      response.writeHead(307, { Location: `https://stranger.example.org/${room.name}/x` }).end();
      return;
    case "hangs":
      setTimeout(() => response.destroy(), HANGS_MS);
      return;
    case "closes":
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "4096" });
      response.write('{"id":', () => response.destroy());
      return;
    case "html":
      response
        .writeHead(step.status ?? 200, { "Content-Type": "text/html" })
        .end("<!doctype html><p>Sign in");
      return;
    case "garbage":
      response.writeHead(step.status ?? 200, { "Content-Type": "application/json" }).end('{"id": ???');
      return;
    case "huge":
      response.writeHead(200, { "Content-Type": "application/json" }).end(`"${"x".repeat(3 * 1024 * 1024)}"`);
      return;
    case "says":
      return json(response, step.status ?? 200, step.body ?? {}, step.headers);
    case "expires":
      room.tokens = [];
      return reply(response, normal ?? handler(room, asked));
    default:
      step.answer satisfies never;
  }
}

/** Which room a request is about, and who answers it. */
function handlerOf(asked: Asked): [string, (room: PsaRoom, asked: Asked) => Reply] {
  const { host, url, header } = asked;
  if (host.endsWith(".halopsa.com")) return [host.split(".")[0] ?? "", answerHalo];
  if (host.endsWith(".autotask.net")) {
    return [header("username") || (url.searchParams.get("user") ?? ""), answerAutotask];
  }
  if (host.endsWith("hooks.example.org")) return [host, answerWebhook];
  const company = /\/companyinfo\/([^/]+)$/.exec(url.pathname)?.[1];
  const basic = Buffer.from(header("authorization").replace("Basic ", ""), "base64").toString();
  return [company ?? basic.split("+")[0] ?? "", answerConnectWise];
}

/** What a call is about, by which scripts name it. */
function kindOf({ method, url }: Asked): string {
  if (/companyinfo|authinfo|zoneInformation/i.test(url.pathname)) return "directory";
  if (url.pathname.endsWith("/token")) return "token";
  if (/\/(notes|actions)$/i.test(url.pathname)) return method === "POST" ? "note" : "look";
  return method === "POST" ? "note" : "ticket";
}

function reply(response: ServerResponse, { status, body }: Reply): void {
  json(response, status, body);
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
}
