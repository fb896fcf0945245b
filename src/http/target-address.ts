import { credentialsVault } from "../queue/credentials-vault.ts";
import { type ChannelTarget, type NewOwnChannel, PushSubscription } from "../contract/channel-target.ts";
import { type NewTarget, presentTarget } from "../domain/channels/add-target.ts";
import type { TargetRow } from "../domain/channels/target-row.ts";
import { invalidField } from "../domain/errors.ts";
import { callableAddress } from "./callable-address.ts";

/**
 * A chat or browser as it is kept: its address sealed, and of it shown no more than where it leads and how it ends.
 * @throws DomainError `validation_failed` for an address that may not be called
 */
export async function newTarget(env: Env, input: NewOwnChannel): Promise<NewTarget> {
  const { channel, name } = input;
  const isBrowser = input.channel === "web_push";
  const url = isBrowser ? input.subscription.endpoint : input.url;
  const reason = callableAddress(env)(url);
  if (reason !== null) throw invalidField(isBrowser ? "/subscription/endpoint" : "/url", reason);
  const address = isBrowser ? JSON.stringify(input.subscription) : url;
  const sealed = await credentialsVault(env).seal(address);
  return { channel, name, sealed, shown: shown(url), identity: url };
}

/** A chat or browser as lists show it; of one whose address cannot be opened any more nothing is shown of it. */
export async function shownTarget(env: Env, row: TargetRow): Promise<ChannelTarget> {
  const address = await credentialsVault(env)
    .open(row.address)
    .catch(() => null);
  const isBrowser = row.channel === "web_push" && address !== null;
  return presentTarget(
    row,
    shown(isBrowser ? PushSubscription.parse(JSON.parse(address)).endpoint : address),
  );
}

function shown(address: string | null): string {
  const url = address === null ? null : URL.parse(address);
  return url ? `${url.host}/…${url.href.slice(-4)}` : "…";
}
