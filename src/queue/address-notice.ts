import { addressFailedMail } from "../channels/mail/address-failed-mail.ts";
import type { MailJob } from "../contract/mail-job.ts";
import type { SealedNotice } from "../domain/deliveries/replace-unreachable.ts";
import { seal } from "../platform/seal.ts";

const NOTICE_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Seals the mail that tells an admin of an address that mail does not reach; it is of use for a day from now (ms). */
export function addressNotice(env: Env, now: number): SealedNotice {
  return ({ email: to }, about) => {
    const content = addressFailedMail({ ...about, public_url: env.PUBLIC_URL });
    const job: MailJob = { to, content, expires_at: now + NOTICE_LIFETIME_MS };
    return seal(env.BETTER_AUTH_SECRET, JSON.stringify(job));
  };
}
