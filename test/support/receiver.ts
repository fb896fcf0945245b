import { CALLS_AT_ONCE, type Outside } from "../../src/channels/call-outside.ts";
import { newId } from "../../src/platform/new-id.ts";
import { turnstile } from "../../src/platform/turnstile.ts";
import type { Reaction, Received } from "./receiver-server.ts";

/** A receiver of a test's own: a host that really answers. */
export interface Receiver {
  url(path?: string): string;
  /** What it does with the next calls, one by one. */
  script(...script: Reaction[]): Promise<void>;
  /** What it does after that. */
  always(reaction: Reaction): Promise<void>;
  received(): Promise<Received[]>;
  /** The bodies that came, as JSON, in order. */
  bodies<T = Record<string, unknown>>(): Promise<T[]>;
}

/** How long receivers are waited for in these tests, ms. */
const PATIENCE = 1_000;

/** The outside of the tests: the network as it is, and no test waits long. */
export function testOutside(given: Partial<Outside> = {}): Outside {
  return {
    fetch: (input, init) => fetch(input, init),
    allow_private: true,
    resolver: null,
    turn: turnstile(CALLS_AT_ONCE),
    timeout: PATIENCE,
    ...given,
  };
}

export function makeReceiver(name = newId()): Receiver {
  const host = `https://${name}.receiver.test`;
  const put = async (room: object) => {
    await (await fetch(`${host}/control`, { method: "PUT", body: JSON.stringify(room) })).text();
  };
  const received = async () =>
    (await (await fetch(`${host}/control`)).json<{ received: Received[] }>()).received;
  return {
    url: (path = "/hook") => `${host}${path}`,
    script: (...script) => put({ script }),
    always: (always) => put({ always }),
    received,
    bodies: async <T>() => (await received()).map(({ body }) => JSON.parse(textOf(body)) as T),
  };
}

/** What was sent in base64, as text. */
export function textOf(base64: string): string {
  return new TextDecoder().decode(Uint8Array.fromBase64(base64));
}
