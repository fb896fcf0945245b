import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { serveLocally } from "./serve-locally.ts";

/** What the server does with one call: whether it takes the mails in, and how it answers. */
export interface Misbehaviour {
  takes: boolean;
  answer:
    | "ok"
    | "error_code"
    | "no_id"
    | "429"
    | "500"
    | "503_html"
    | "403_html"
    | "hangs"
    | "closes_mid_body";
  /** Seconds of `Retry-After` with a 429. */
  retryAfter?: number;
}

/** What a test reads of its mailbox. */
export interface Mailbox {
  arrived: { delivery_id: string; to: string; subject: string; text: string; message_id: string }[];
  calls: string[];
  /** What Postmark would never have been sent by a right Baton. */
  unexpected: string[];
}

interface Room extends Mailbox {
  script: Misbehaviour[];
  searchable: boolean;
}

const FINE: Misbehaviour = { takes: true, answer: "ok" };
/** Longer than the tests' mailers wait. */
const HANGS_MS = 2_000;
const HTML = "<!doctype html><title>Blocked</title><p>Access denied</p>";

/**
 * Postmark as far as Baton uses it: a real server with a mailbox for each server token, which does what a test's script
 * says, call by call, and then goes on as it should. `PUT` and `GET /control` are the test's own way in.
 */
export async function startPostmarkServer(): Promise<{ host: string; server: Server }> {
  const rooms = new Map<string, Room>();
  return serveLocally((request, response) => answer(rooms, request, response));
}

async function answer(rooms: Map<string, Room>, request: IncomingMessage, response: ServerResponse) {
  const token = String(request.headers["x-postmark-server-token"] ?? "");
  const url = new URL(request.url ?? "/", "http://postmark");
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const room = rooms.get(token) ?? { arrived: [], calls: [], unexpected: [], script: [], searchable: true };
  rooms.set(token, room);
  if (url.pathname === "/control") {
    if (request.method === "PUT") Object.assign(room, JSON.parse(text));
    return json(response, 200, room);
  }
  room.calls.push(`${request.method} ${url.pathname}`);
  if (url.pathname === "/messages/outbound") return search(room, url, response);
  if (url.pathname !== "/email/batch" || request.method !== "POST") {
    room.unexpected.push(`${request.method} ${url.pathname}`);
    return json(response, 404, { ErrorCode: 404, Message: "Unknown." });
  }
  const { takes, answer: how, retryAfter } = room.script.shift() ?? FINE;
  const mails = readBatch(room, text);
  const ids = mails.map((mail) => (takes ? take(room, mail) : ""));
  const entries = ids.map((MessageID) => ({ ErrorCode: 0, Message: "OK", MessageID }));
  switch (how) {
    case "ok":
      return json(response, 200, entries);
    case "error_code":
      return json(
        response,
        200,
        entries.map(() => ({ ErrorCode: 300, Message: "Invalid 'To' address." })),
      );
    case "no_id":
      return json(
        response,
        200,
        entries.map(() => ({ ErrorCode: 0, Message: "OK" })),
      );
    case "429":
      return json(
        response,
        429,
        { ErrorCode: 429, Message: "Rate limit exceeded." },
        retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) },
      );
    case "500":
      return json(response, 500, { ErrorCode: 500, Message: "Internal error." });
    case "503_html":
    case "403_html":
      response.writeHead(Number(how.slice(0, 3)), { "Content-Type": "text/html" }).end(HTML);
      return;
    case "hangs":
      // The caller gives up first; then the connection must not outlive the tests.
      setTimeout(() => response.destroy(), HANGS_MS);
      return;
    case "closes_mid_body":
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "4096" });
      response.write('[{"ErrorCode":0,"Mess', () => response.destroy());
      return;
    default:
      how satisfies never;
  }
}

interface PostedMail {
  To: string;
  Subject: string;
  TextBody: string;
  HtmlBody: string;
  From: string;
  Metadata: Record<string, string>;
}

/** What was posted; whatever Postmark could not work with is kept for the test to see. */
function readBatch(room: Room, text: string): PostedMail[] {
  const mails = JSON.parse(text) as PostedMail[];
  if (mails.length === 0 || mails.length > 500) room.unexpected.push(`A batch of ${mails.length}.`);
  for (const { To, Subject, TextBody, HtmlBody, From, Metadata } of mails) {
    const whole = [To, Subject, TextBody, HtmlBody, From, Metadata["delivery_id"]].every(Boolean);
    if (!whole || /[\r\n]/.test(Subject)) room.unexpected.push(`A mail to ${To}: ${Subject}`);
  }
  return mails;
}

function take(room: Room, { To, Subject, TextBody, Metadata }: PostedMail): string {
  const delivery_id = Metadata["delivery_id"] ?? "";
  const message_id = `pm-${delivery_id}-${room.arrived.length}`;
  room.arrived.push({ delivery_id, to: To, subject: Subject, text: TextBody, message_id });
  return message_id;
}

function search(room: Room, url: URL, response: ServerResponse): void {
  if (!room.searchable) return json(response, 500, { ErrorCode: 500, Message: "Search is down." });
  const id = url.searchParams.get("metadata_delivery_id");
  const found = room.arrived.filter(({ delivery_id }) => delivery_id === id);
  const Messages = found.slice(0, 1).map(({ message_id }) => ({ MessageID: message_id }));
  json(response, 200, { TotalCount: found.length, Messages });
}

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) {
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
}
