import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Provider } from "../../src/contract/sign-in-ways.ts";
import { openDb } from "../../src/db/client.ts";
import { newId } from "../../src/platform/new-id.ts";
import { ORIGIN } from "../support/call.ts";
import type { OpenIdRoom, OpenIdScript } from "../support/open-id-server.ts";
import { AUTH, SignInRoom } from "./sign-in-room.ts";

export const GO = `${AUTH}/sign-in/social`;
export const PERSONAL_ACCOUNTS = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** A browser at the sign-in page of a Baton that has both providers, each with a registration of this test's own. */
export class ProviderRoom {
  readonly #client = `client-${newId()}`;
  readonly #room: SignInRoom;
  readonly #provider: Provider;
  #cookies = "";

  constructor(provider: Provider, tenant = "organizations", replaced: object = {}) {
    this.#provider = provider;
    const client_secret = `${this.#client}-secret`;
    this.#room = new SignInRoom({
      MICROSOFT_CLIENT_ID: this.#client,
      MICROSOFT_CLIENT_SECRET: client_secret,
      MICROSOFT_TENANT_ID: tenant,
      GOOGLE_CLIENT_ID: this.#client,
      GOOGLE_CLIENT_SECRET: client_secret,
      ...replaced,
    });
  }

  async tell(script: OpenIdScript): Promise<OpenIdRoom> {
    const control = `http://${env.TEST_OPEN_ID}/control?client_id=${this.#client}`;
    const answer = await fetch(control, { method: "PUT", body: JSON.stringify(script) });
    return answer.json();
  }

  async seen(): Promise<OpenIdRoom> {
    return (await fetch(`http://${env.TEST_OPEN_ID}/control?client_id=${this.#client}`)).json();
  }

  /** Presses the provider's button. Returns the address that the browser is then sent to. */
  async go(next?: string): Promise<URL> {
    const answer = await this.#room.fetch("POST", GO, { provider: this.#provider, ...(next && { next }) });
    expect(answer.status).toBe(200);
    this.#cookies = answer.headers
      .getSetCookie()
      .map((set) => set.split(";")[0])
      .join("; ");
    const { url } = await answer.json<{ url: string }>();
    return new URL(url);
  }

  /** Lets the provider ask whoever sits there. Returns the address by which it sends them back. */
  async ask(at: URL): Promise<URL> {
    const answer = await fetch(at, { redirect: "manual" });
    expect(answer.status).toBe(302);
    return new URL(answer.headers.get("location") ?? "");
  }

  /** Comes back with what the browser holds, as it would from another site. */
  back(to: URL, cookies = this.#cookies): Promise<Response> {
    expect(to.origin).toBe(ORIGIN);
    const headers = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    return this.#room.fetch("GET", to.pathname + to.search, undefined, { ...headers, cookie: cookies });
  }

  /** The whole way as this script has it. */
  async signIn(script: OpenIdScript, next?: string): Promise<Response> {
    await this.tell(script);
    return this.back(await this.ask(await this.go(next)));
  }
}

/** Expects a sign-in that did not work: back at the screen with this word, and no login. */
export function expectRefused(answer: Response, error: string): void {
  expect([answer.status, answer.headers.get("location")]).toEqual([302, `/sign-in?error=${error}`]);
  expect(answer.headers.getSetCookie().join()).not.toContain("session_token=");
}

/** What is kept of whoever has this address. */
export async function keptOf(email: string) {
  const db = openDb(env.DB);
  const [users, identities, logins] = await db.batch([
    sql`SELECT name, email_verified, image FROM users WHERE email = ${email}`,
    sql`SELECT i.provider_id, i.provider_account_id, i.access_token, i.refresh_token, i.id_token
      FROM identities i JOIN users u ON u.id = i.user_id WHERE u.email = ${email}`,
    sql`SELECT l.active_account_id FROM logins l JOIN users u ON u.id = l.user_id WHERE u.email = ${email}`,
  ]);
  return { users, identities, logins };
}
