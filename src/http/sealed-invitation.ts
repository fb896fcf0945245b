import type { Context } from "hono";
import { invitationMail } from "../channels/mail/invitation-mail.ts";
import type { MailJob } from "../contract/mail-job.ts";
import { INVITATION_MS } from "../domain/members/invite-member.ts";
import { seal } from "../platform/seal.ts";
import type { AppEnv } from "./app-env.ts";
import type { Caller } from "./require-caller.ts";

/** The mail that invites an address, sealed as it waits; it is of use for as long as the invitation is open. */
export function sealedInvitation(
  c: Context<AppEnv>,
  caller: Caller,
  email: string,
  now: number,
): Promise<string> {
  const { name: account, actor } = caller.account;
  const origin = c.env.PUBLIC_URL || new URL(c.req.url).origin;
  const content = invitationMail({ account, inviter: actor.name, email, origin });
  const job: MailJob = { to: email, content, expires_at: now + INVITATION_MS };
  return seal(c.env.BETTER_AUTH_SECRET, JSON.stringify(job));
}
