import { limitedMail } from "../channels/mail/limited-mail.ts";
import type { MailJob } from "../contract/mail-job.ts";
import type { Addressee } from "../domain/deliveries/addressees.ts";
import type { Source } from "../domain/integrations/admit-post.ts";
import { seal } from "../platform/seal.ts";

const NOTICE_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Seals the mail that tells an owner of a tool that posts too much; it is of use for a day from now (ms). */
export function limitNotice(env: Env, { integration }: Source, now: number) {
  return ({ email: to }: Addressee): Promise<string> => {
    const { name, posts_per_minute } = integration;
    const content = limitedMail({ name, posts_per_minute, public_url: env.PUBLIC_URL });
    const job: MailJob = { to, content, expires_at: now + NOTICE_LIFETIME_MS };
    return seal(env.BETTER_AUTH_SECRET, JSON.stringify(job));
  };
}
