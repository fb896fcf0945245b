import { createMessageBatch } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { openDb } from "../../src/db/client.ts";
import { newId } from "../../src/platform/new-id.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import { consumeJobs } from "../../src/queue/consume-jobs.ts";
import { workerDeps } from "../../src/queue/worker-deps.ts";
import { ORIGIN, json } from "../support/call.ts";
import { envWith, workerWith } from "../support/worker-with.ts";

export const AUTH = "/api/v1/auth";
export const SEND_CODE = `${AUTH}/email-otp/send-verification-otp`;
export const SEND_LINK = `${AUTH}/sign-in/magic-link`;
export const USE_CODE = `${AUTH}/sign-in/email-otp`;
export const USE_LINK = `${AUTH}/magic-link/verify`;

export interface KeptMail {
  to: string;
  subject: string;
  text: string;
}

/** A browser at the sign-in page, on a network of its own, with the queue in the test's hands. */
export class SignInRoom {
  readonly queued: unknown[] = [];
  readonly bindings: object;
  readonly #ip = `2001:db8:${newId().slice(-4)}:${newId().slice(-8, -4)}::1`;

  constructor(replaced: object = {}) {
    const sendBatch = async (messages: { body: unknown }[]) => {
      this.queued.push(...messages.map(({ body }) => body));
    };
    this.bindings = { JOBS: { sendBatch }, ...replaced };
  }

  fetch(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const init = {
      method,
      headers: { "content-type": "application/json", "cf-connecting-ip": this.#ip, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    return workerWith(this.bindings, new Request(ORIGIN + path, init));
  }

  /** Lets the consumer work on what was queued; then the mailbox of this address, newest first. */
  async mailsTo(address: string): Promise<KeptMail[]> {
    const messages = this.queued
      .splice(0)
      .map((body) => ({ id: newId(), timestamp: new Date(), attempts: 1, body }));
    await consumeJobs(workerDeps(envWith({})), createMessageBatch("baton-jobs", messages));
    const path = `/dev/mail.json?to=${encodeURIComponent(address)}`;
    return (await json<{ items: KeptMail[] }>(200, "GET", path)).items;
  }

  /** Asks for a code and reads it in the mailbox. */
  async codeFor(email: string): Promise<string> {
    const asked = await this.fetch("POST", SEND_CODE, { email, type: "sign-in" });
    expect([asked.status, await asked.json()]).toEqual([200, { success: true }]);
    return codeIn((await this.mailsTo(email))[0]);
  }

  useCode(email: string, otp: string): Promise<Response> {
    return this.fetch("POST", USE_CODE, { email, otp });
  }
}

export function codeIn(mail: KeptMail | undefined): string {
  const code = /^(\d{6}) is your Baton sign-in code$/.exec(mail?.subject ?? "")?.[1];
  if (!code) throw new Error(`No code in ${JSON.stringify(mail)}`);
  return code;
}

/** The login cookie that an answer sets, as a browser would send it back. */
export function cookieIn(response: Response): { cookie: string } {
  const set = response.headers.getSetCookie().find((one) => one.startsWith("__Secure-baton.session_token="));
  if (!set) throw new Error("No login cookie.");
  expect(set).toMatch(/HttpOnly/i);
  expect(set).toMatch(/Secure; SameSite=Lax/i);
  return { cookie: set.split(";")[0] ?? "" };
}

/** How many sign-in mails were promised to an address. */
export async function promisedTo(email: string): Promise<number> {
  const subject = `sign-in:${await sha256(email.toLowerCase())}`;
  return (await openDb(env.DB).all(sql`SELECT id FROM outbox WHERE subject_id = ${subject}`)).length;
}

/** The ids of all mailed links and codes that are kept, as hashes. */
export function keptVerifications() {
  return openDb(env.DB).all(sql`SELECT id, value, expires_at FROM verifications ORDER BY id`);
}
