import type { Context } from "hono";
import { openDb } from "../db/client.ts";
import { joinAccounts, mayJoin } from "../domain/members/join-account.ts";
import { type Auth, MAILED_SECONDS, createAuth } from "../identity/auth.ts";
import { mailSignIn } from "../identity/mail-sign-in.ts";
import { log } from "../platform/log.ts";
import { newId } from "../platform/new-id.ts";
import { sendJobs } from "../queue/send-jobs.ts";
import type { AppEnv } from "./app-env.ts";
import { trustedOrigins } from "./own-origin.ts";

/** better-auth for one request; the mails it promises are nudged after the answer. */
export function authForRequest(c: Context<AppEnv>): Auth {
  const { env } = c;
  const db = openDb(env.DB);
  const now = Date.now();
  const owner = { email: env.OWNER_EMAIL, account: env.OWNER_ACCOUNT || "My MSP" };
  const origin = new URL(c.req.url).origin;
  const common = { db, secret: env.BETTER_AUTH_SECRET, origin };
  return createAuth({
    ...common,
    trustedOrigins: trustedOrigins(env, c.req.url),
    demo: env.DEMO_MODE === "on",
    mayJoin: (email) => mayJoin(db, email, owner, now),
    accountFor: (userId) => joinAccounts(db, userId, owner, { now, newId }),
    mailSignIn: async (email, by) => {
      const mail = { ...common, owner, now, newId, lifetime_ms: MAILED_SECONDS * 1000 };
      const job = await mailSignIn({ ...mail, origin: env.PUBLIC_URL || origin }, email, by);
      if (job === null) return;
      const nudge = sendJobs(env, { notify: new Set(), jobs: new Set([job]) });
      c.executionCtx.waitUntil(
        nudge.catch((error: unknown) => log("nudge_lost", { nudge: "send_jobs" }, error)),
      );
    },
  });
}
