import type { Context } from "hono";
import { openDb } from "../db/client.ts";
import { DomainError } from "../domain/errors.ts";
import { type FirstOwner, joinAccounts, mayJoin } from "../domain/members/join-account.ts";
import { type Auth, MAILED_SECONDS, createAuth } from "../identity/auth.ts";
import { mailSignIn, maySendMail } from "../identity/mail-sign-in.ts";
import { log } from "../platform/log.ts";
import { newId } from "../platform/new-id.ts";
import { nothingCommitted } from "../domain/context.ts";
import { sendJobs } from "../queue/send-jobs.ts";
import type { AppEnv } from "./app-env.ts";
import { trustedOrigins } from "./own-origin.ts";
import { providerApps } from "./provider-apps.ts";

/** better-auth for one request; the mails it promises are nudged after the answer. */
export function authForRequest(c: Context<AppEnv>): Auth {
  const { env } = c;
  const db = openDb(env.DB);
  const now = Date.now();
  const owner = firstOwner(env);
  const origin = new URL(c.req.url).origin;
  const common = { db, secret: env.BETTER_AUTH_SECRET, origin };
  return createAuth({
    ...common,
    trustedOrigins: trustedOrigins(env, c.req.url),
    demo: env.DEMO_MODE === "on",
    providers: providerApps(env),
    mayJoin: (email) => mayJoin(db, email, owner, now),
    accountFor: (userId) => joinAccounts(db, userId, owner, { now, newId }),
    mailSignIn: async (email, by) => {
      if ("token" in by && !canMailLinks(env)) {
        // The request's own host may be forged; a link with a live token must not lead there.
        throw new DomainError(
          "unavailable",
          "Links need PUBLIC_URL to be configured. Ask for a code instead.",
        );
      }
      const mail = { ...common, owner, now, newId, lifetime_ms: MAILED_SECONDS * 1000 };
      const job = await mailSignIn({ ...mail, origin: env.PUBLIC_URL || origin }, email, by);
      const nudge = sendJobs(env, { ...nothingCommitted(), jobs: new Set([job]) });
      c.executionCtx.waitUntil(
        nudge.catch((error: unknown) => log("nudge_lost", { nudge: "send_jobs" }, error)),
      );
    },
  });
}

/** Whether links can be mailed: only where it is known where they lead. */
export function canMailLinks(env: Env): boolean {
  return !!env.PUBLIC_URL || env.DEMO_MODE === "on";
}

/** Whether a sign-in mail may go to this address now. */
export function maySendSignInMail(c: Context<AppEnv>, email: string): Promise<boolean> {
  return maySendMail({ db: openDb(c.env.DB), owner: firstOwner(c.env), now: Date.now() }, email);
}

function firstOwner(env: Env): FirstOwner {
  return {
    email: env.OWNER_EMAIL,
    account: env.OWNER_ACCOUNT || "My MSP",
    region: env.OWNER_REGION || null,
    jurisdiction: env.OWNER_JURISDICTION || null,
  };
}
