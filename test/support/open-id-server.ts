import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { serveLocally } from "./serve-locally.ts";

/** Who sits at the provider, what they do there, and what the provider then gets wrong. */
export interface OpenIdScript {
  /** The claims of their ID token beside what each token has; null for somebody who says no. */
  person: Record<string, unknown> | null;
  /** Shows a page whose link goes on, where it else sends back at once. */
  page?: boolean;
  /** Claims of the ID token that are not what they should be. */
  wrong?: Record<string, unknown>;
  /** Signs with a key of its own under the published one's name, or not at all. */
  signature?: "forged" | "none";
  /** How the token endpoint answers, or the one with the keys. */
  tokens?: Trouble;
  keys?: Trouble;
}

type Trouble = "500" | "garbage" | "no_token" | "hangs";

/** What a test reads of its registration at the provider. */
export interface OpenIdRoom {
  calls: string[];
  /** What a right Baton would not have asked. */
  unexpected: string[];
}

interface Granted {
  nonce: string | null;
  challenge: string | null;
  redirect_uri: string;
}

interface Room extends OpenIdRoom {
  script: OpenIdScript;
  granted: Map<string, Granted>;
}

/** Longer than the test's own patience. */
const HANGS_MS = 2_000;
const KID = "the-published-key";
const published = generateKeyPairSync("rsa", { modulusLength: 2048 });
const forger = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The hosts of the providers that this server stands for, each below its own name. */
export const OPEN_ID_HOSTS = [
  "login.microsoftonline.com",
  "graph.microsoft.com",
  "accounts.google.com",
  "oauth2.googleapis.com",
  "www.googleapis.com",
];

/**
 * Microsoft's and Google's sign-in as far as Baton uses them: a real server with a room for each client id, whose
 * secret is the id with `-secret`. `PUT` and `GET /control?client_id=…` are the test's own way in. What the keys'
 * endpoint does, which is asked in nobody's name, follows the room that was last told something about keys.
 */
export async function startOpenIdServer(): Promise<{ host: string }> {
  const rooms = new Map<string, Room>();
  const state: { keys: Trouble | undefined } = { keys: undefined };
  return serveLocally((request, response) => answer(rooms, state, request, response));
}

async function answer(
  rooms: Map<string, Room>,
  state: { keys: Trouble | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://open-id");
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const form = new URLSearchParams(text);
  const id = url.searchParams.get("client_id") ?? form.get("client_id") ?? "";
  if (url.pathname === "/control") {
    if (request.method === "PUT") {
      const script = JSON.parse(text) as OpenIdScript;
      state.keys = script.keys;
      const before = rooms.get(id);
      rooms.set(
        id,
        before
          ? Object.assign(before, { script })
          : { calls: [], unexpected: [], script, granted: new Map() },
      );
    }
    const { calls, unexpected } = rooms.get(id) ?? { calls: [], unexpected: [] };
    return json(response, { calls, unexpected });
  }
  if (
    /^\/login.microsoftonline.com\/[\w-]+\/discovery\/v2.0\/keys$|\/oauth2\/v3\/certs$/.test(url.pathname)
  ) {
    if (state.keys) return misbehave(response, state.keys);
    // As Microsoft publishes them: without an algorithm.
    const { kty, n, e } = published.publicKey.export({ format: "jwk" });
    return json(response, { keys: [{ kty, use: "sig", kid: KID, n, e }] });
  }
  const room = rooms.get(id);
  if (!room) return void response.writeHead(400).end("Nobody is registered under this client id.");
  room.calls.push(`${request.method} ${url.pathname}`);
  if (/\/authorize$|\/o\/oauth2\/v2\/auth$/.test(url.pathname)) return authorize(room, url, response);
  if (url.pathname.endsWith("/token")) return giveTokens(room, id, url, form, response);
  room.unexpected.push(`${request.method} ${url.pathname}`);
  response.writeHead(404).end();
}

function authorize(room: Room, url: URL, response: ServerResponse): void {
  const {
    response_type,
    code_challenge_method,
    scope,
    redirect_uri = "",
    state = "",
    code_challenge,
    nonce,
  } = Object.fromEntries(url.searchParams);
  const isWhole = response_type === "code" && code_challenge_method === "S256" && state && nonce;
  if (!isWhole || !scope?.split(" ").includes("openid")) room.unexpected.push(url.search);
  const back = new URL(redirect_uri);
  back.searchParams.set("state", state);
  if (room.script.person === null) {
    back.searchParams.set("error", "access_denied");
    back.searchParams.set("error_description", "They said no.");
  } else {
    const code = randomUUID();
    room.granted.set(code, { nonce: nonce ?? null, challenge: code_challenge ?? null, redirect_uri });
    back.searchParams.set("code", code);
  }
  if (!room.script.page) return void response.writeHead(302, { Location: back.href }).end();
  const link = `<a href="${back.href.replaceAll("&", "&amp;")}">Go on as ${String(room.script.person?.["name"])}</a>`;
  response.writeHead(200, { "Content-Type": "text/html" });
  response.end(`<!doctype html><html lang="en"><title>Who are you?</title>${link}`);
}

function giveTokens(room: Room, id: string, url: URL, form: URLSearchParams, response: ServerResponse): void {
  const { script, granted } = room;
  if (script.tokens) return misbehave(response, script.tokens);
  const code = form.get("code") ?? "";
  const grant = granted.get(code);
  // A code is good once.
  granted.delete(code);
  const verifier = form.get("code_verifier") ?? "";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const isRight =
    grant?.challenge === challenge &&
    grant.redirect_uri === form.get("redirect_uri") &&
    form.get("client_secret") === `${id}-secret` &&
    form.get("grant_type") === "authorization_code";
  if (!grant || !isRight) {
    response.writeHead(400, { "Content-Type": "application/json" });
    return void response.end(JSON.stringify({ error: "invalid_grant", error_description: "No such code." }));
  }
  const now = Math.floor(Date.now() / 1_000);
  const isMicrosoft = url.pathname.startsWith("/login.microsoftonline.com/");
  const iss = isMicrosoft
    ? `https://login.microsoftonline.com/${String(script.person?.["tid"])}/v2.0`
    : "https://accounts.google.com";
  const usual = { iss, aud: id, iat: now, exp: now + 3600, nonce: grant.nonce };
  const id_token = signed({ ...usual, ...script.person, ...script.wrong }, script.signature);
  json(response, {
    token_type: "Bearer",
    access_token: "opaque-access",
    refresh_token: "opaque-refresh",
    id_token,
    expires_in: 3599,
    scope: "openid profile email",
  });
}

function signed(claims: object, signature: OpenIdScript["signature"]): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = { typ: "JWT", alg: signature === "none" ? "none" : "RS256", kid: KID };
  const input = `${part(header)}.${part(claims)}`;
  if (signature === "none") return `${input}.`;
  const { privateKey } = signature === "forged" ? forger : published;
  return `${input}.${Buffer.from(sign("RSA-SHA256", Buffer.from(input), privateKey)).toString("base64url")}`;
}

function misbehave(response: ServerResponse, trouble: Trouble): void {
  switch (trouble) {
    case "500":
      response.writeHead(500, { "Content-Type": "application/json" }).end('{"error":"server_error"}');
      return;
    case "garbage":
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><p>Maintenance</p>");
      return;
    case "no_token":
      return json(response, { token_type: "Bearer" });
    case "hangs":
      // The caller gives up first; then the connection must not outlive the tests.
      setTimeout(() => response.destroy(), HANGS_MS);
      return;
    default:
      trouble satisfies never;
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
