import { type SQL, sql } from "drizzle-orm";
import type { MailContent } from "../channels/mail/mail-content.ts";
import type { MailJob } from "../contract/mail-job.ts";
import type { Db } from "../db/client.ts";
import { type FirstOwner, maySignIn } from "../domain/members/join-account.ts";
import { promiseMail } from "../domain/outbox/promise-mail.ts";
import { seal } from "../platform/seal.ts";
import { sha256 } from "../platform/sha256.ts";

/** So many sign-in mails one mailbox gets within ten minutes; more are silently not sent. */
const MOST_MAILS = 5;
const WINDOW_MS = 10 * 60 * 1000;

/** What a mail lets somebody sign in by; a link also leads on to where they were going. */
export type SignInBy = { token: string; next: string | undefined } | { code: string };

export interface SignInMail {
  db: Db;
  secret: string;
  origin: string;
  owner: FirstOwner;
  now: number;
  newId: () => string;
  lifetime_ms: number;
}

/**
 * Whether a sign-in mail may go to this address: somebody there may sign in, and the mailbox has not had its share.
 * The caller is told the same in any case, so that nobody can find out who has an account here.
 */
export async function maySendMail(
  given: Pick<SignInMail, "db" | "owner" | "now">,
  email: string,
): Promise<boolean> {
  const { db, owner, now } = given;
  if (!(await maySignIn(db, email, owner, now))) return false;
  const [answer] = await db.all<{ room: 0 | 1 }>(sql`SELECT ${hasRoom(await subjectOf(email), now)} AS room`);
  return answer?.room === 1;
}

function hasRoom(subject: string, now: number): SQL {
  return sql`(SELECT count(*) FROM outbox WHERE subject_id = ${subject} AND created_at > ${now - WINDOW_MS}) < ${MOST_MAILS}`;
}

/**
 * Promises the mail with a sign-in link or code; returns its job. Requests that came at once have all been told that
 * there is room: whether there still is, the row itself decides.
 */
export async function mailSignIn(given: SignInMail, email: string, by: SignInBy): Promise<string> {
  const { db, now } = given;
  const job: MailJob = {
    to: email,
    content: contentOf(given.origin, by),
    expires_at: now + given.lifetime_ms,
  };
  const payload = await seal(given.secret, JSON.stringify(job));
  const id = given.newId();
  const subject_id = await subjectOf(email);
  await db.all(promiseMail({ id, account_id: null, subject_id, payload, now }, hasRoom(subject_id, now)));
  return id;
}

async function subjectOf(email: string): Promise<string> {
  return `sign-in:${await sha256(email.toLowerCase())}`;
}

/** The link opens a page with a button: mail scanners open links, and a link can be used once. */
function contentOf(origin: string, by: SignInBy): MailContent {
  const footer = "If you did not ask for this, ignore it: nothing happens without it.";
  if ("code" in by) {
    return {
      subject: `${by.code} is your Baton sign-in code`,
      paragraphs: ["Type this code into the page where you asked for it. It works once, for ten minutes."],
      facts: [{ label: "Code", value: by.code }],
      action: null,
      footer,
    };
  }
  const { token, next } = by;
  const query = new URLSearchParams({ token, ...(next !== undefined && { next }) });
  return {
    subject: "Your sign-in link for Baton",
    paragraphs: ["Use this link to sign in. It works once, for ten minutes."],
    facts: [],
    action: { label: "Sign in to Baton", url: `${origin}/sign-in?${query}` },
    footer,
  };
}
