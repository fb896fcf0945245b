import { testMail } from "../channels/mail/test-mail.ts";
import type { ChannelTest } from "../contract/channel-target.ts";
import { recordTest } from "../domain/channels/record-test.ts";
import { type Owner, loadTarget } from "../domain/channels/target-row.ts";
import type { DomainContext } from "../domain/context.ts";
import { credentialsVault } from "../queue/credentials-vault.ts";
import { chatsFor } from "../queue/outside-channels.ts";

/**
 * Sends a test to a chat or browser of the account's or of the actor's own, and writes down what it answered.
 * @throws DomainError `not_found`
 */
export async function testTarget(
  env: Env,
  ctx: DomainContext,
  owner: Owner,
  { id, account }: { id: string; account: { name: string } },
): Promise<ChannelTest> {
  const { channel, address } = await loadTarget(ctx, owner, id);
  const to = await credentialsVault(env)
    .open(address)
    .catch(() => null);
  if (to === null) {
    const error = "The address cannot be read any more: add it again.";
    return recordTest(ctx, id, { kind: "failed", error });
  }
  const message = { to, content: testMail(account.name, false), metadata: {}, thread: null };
  const [answer] = await chatsFor(env)[channel].send([message]);
  return recordTest(ctx, id, answer ?? { kind: "failed", error: "There was no answer." });
}
