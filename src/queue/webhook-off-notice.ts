import { webhookOffMail } from "../channels/mail/webhook-off-mail.ts";
import type { MailJob } from "../contract/mail-job.ts";
import type { SealedEnd } from "../domain/webhooks/end-subscription.ts";
import { seal } from "../platform/seal.ts";

const NOTICE_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Seals the mail that tells an admin that a webhook was switched off; it is of use for a day from now (ms). */
export function webhookOffNotice(env: Env, now: number): SealedEnd {
  return ({ email: to }, { url, reason }) => {
    // The rest of an address is often a secret.
    const content = webhookOffMail({ host: new URL(url).host, reason, public_url: env.PUBLIC_URL });
    const job: MailJob = { to, content, expires_at: now + NOTICE_LIFETIME_MS };
    return seal(env.BETTER_AUTH_SECRET, JSON.stringify(job));
  };
}
