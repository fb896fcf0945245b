import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { addTarget } from "../../src/domain/channels/add-target.ts";
import { rotateWebhookSecret } from "../../src/domain/webhooks/rotate-webhook-secret.ts";
import { openVault } from "../../src/platform/vault.ts";
import { pushNotes } from "../../src/queue/push-notes.ts";
import { credentialsVault } from "../../src/queue/credentials-vault.ts";
import { resealCredentials } from "../../src/queue/reseal-credentials.ts";
import { makeReceiver } from "../support/receiver.ts";
import { makeWebhookRoom, sealedSecret } from "../support/webhook-room.ts";
import { type PsaDesk, makePsaDesk } from "../support/psa-desk.ts";

const sealedOf = async (desk: PsaDesk) => String((await desk.connectionRow())["credentials"]);
const withKeys = (desk: PsaDesk, keys: { CREDENTIALS_KEY?: string; CREDENTIALS_KEY_PREVIOUS?: string }) => ({
  ...desk.deps,
  env: { ...desk.deps.env, ...keys },
});

test("a new key opens what lay under the earlier ones, and the minute's chores seal it anew", async () => {
  const desk = await makePsaDesk();
  const before = await sealedOf(desk);
  const first = withKeys(desk, { CREDENTIALS_KEY: "the-first-key" });
  await desk.escalate();
  desk.clock.now += 20_000;
  expect(await pushNotes(first, desk.connection.id)).toBe(1);
  expect(await desk.notes()).toMatchObject([{ status: "pushed" }]);
  expect(await resealCredentials(first)).toBe(0);

  const { BETTER_AUTH_SECRET } = desk.deps.env;
  const rotated = withKeys(desk, {
    CREDENTIALS_KEY: "the-first-key",
    CREDENTIALS_KEY_PREVIOUS: BETTER_AUTH_SECRET,
  });
  expect(await resealCredentials(rotated)).toBeGreaterThan(0);
  const after = await sealedOf(desk);
  expect(after).not.toBe(before);
  const vault = openVault("baton/credentials/v1", ["the-first-key"]);
  expect(JSON.parse(await vault.open(after))).toEqual(desk.psa.connection.credentials);
  expect(await resealCredentials(rotated)).toBe(0);

  // The other tests' connections are to be opened as they were.
  const back = withKeys(desk, {
    CREDENTIALS_KEY: BETTER_AUTH_SECRET,
    CREDENTIALS_KEY_PREVIOUS: "the-first-key",
  });
  expect(await resealCredentials(back)).toBeGreaterThan(0);
});

test("the secrets of webhooks and the addresses of chats are sealed anew with them, and work on", async () => {
  const room = await makeWebhookRoom();
  const { account, engineer } = room.desk;
  const ctx = account.as(engineer, room.clock.now);
  const { env } = room.deps;
  const address = makeReceiver().url();
  const sealed = await credentialsVault(env).seal(address);
  await addTarget(ctx, "me", { channel: "slack", name: "x", sealed, shown: "…", identity: address });
  await rotateWebhookSecret(room.admin(), room.subscription.id, await sealedSecret());
  const lying = async () => {
    const [target] = await account.db.all(
      sql`SELECT address FROM channel_targets WHERE account_id = ${account.id}`,
    );
    const { secret, previous_secret } = await room.subscriptionRow();
    return [target?.["address"], secret, previous_secret].map(String);
  };
  const before = await lying();
  const { BETTER_AUTH_SECRET } = env;
  const rotated = { CREDENTIALS_KEY: "the-third-key", CREDENTIALS_KEY_PREVIOUS: BETTER_AUTH_SECRET };
  room.deps.env = { ...env, ...rotated };
  await resealCredentials(room.deps);
  const after = await lying();
  const vault = openVault("baton/credentials/v1", ["the-third-key"]);
  const opened = await Promise.all(after.map((one) => vault.open(one)));
  expect(opened[0]).toBe(address);
  expect(opened[2]).toBe(room.subscription.secret);
  for (const one of before) expect(after).not.toContain(one);
  await room.escalate();
  await room.send();
  expect(await room.messages()).toMatchObject([{ status: "sent" }]);

  room.deps.env = { ...env, CREDENTIALS_KEY: BETTER_AUTH_SECRET, CREDENTIALS_KEY_PREVIOUS: "the-third-key" };
  await resealCredentials(room.deps);
});

test("what no key opens is left as it is, and keeps no other from being sealed anew", async () => {
  const [desk, lost] = [await makePsaDesk(), await makePsaDesk()];
  const nonsense = "AAAAAAAA.not-sealed-by-us";
  await lost.account.db.all(
    sql`UPDATE psa_connections SET credentials = ${nonsense} WHERE id = ${lost.connection.id}`,
  );
  const { BETTER_AUTH_SECRET } = desk.deps.env;
  const rotated = withKeys(desk, {
    CREDENTIALS_KEY: "the-second-key",
    CREDENTIALS_KEY_PREVIOUS: BETTER_AUTH_SECRET,
  });
  await resealCredentials(rotated);
  expect(await sealedOf(lost)).toBe(nonsense);
  expect(JSON.parse(await credentialsVault(rotated.env).open(await sealedOf(desk)))).toEqual(
    desk.psa.connection.credentials,
  );
  await lost.account.db.all(sql`DELETE FROM psa_connections WHERE id = ${lost.connection.id}`);
  const back = withKeys(desk, {
    CREDENTIALS_KEY: BETTER_AUTH_SECRET,
    CREDENTIALS_KEY_PREVIOUS: "the-second-key",
  });
  await resealCredentials(back);
});

test("more of what no key opens than one round reads is passed by, and named in the log", async () => {
  const [lost, desk] = [await makePsaDesk(), await makePsaDesk()];
  const { db } = desk.account;
  const many = 450;
  // Before every other by its id, as the rows of an account that came first are.
  await db.all(sql`INSERT INTO psa_connections (id, account_id, kind, name, settings, credentials, created_at, updated_at)
    SELECT '00000000-' || value, ${lost.account.id}, 'halopsa', 'Lost', '{}', 'AAAAAAAA.closed', 1, 1
    FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${many}) SELECT value FROM n)`);
  const { BETTER_AUTH_SECRET } = desk.deps.env;
  const rotated = withKeys(desk, {
    CREDENTIALS_KEY: "the-fourth-key",
    CREDENTIALS_KEY_PREVIOUS: BETTER_AUTH_SECRET,
  });
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  expect(await resealCredentials(rotated)).toBeGreaterThan(0);
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
  log.mockRestore();
  expect(JSON.parse(await credentialsVault(rotated.env).open(await sealedOf(desk)))).toEqual(
    desk.psa.connection.credentials,
  );
  // Other tests' accounts have closed ones, too.
  const named = lines.filter((line) => line["table"] === "psa_connections");
  expect(named).toEqual([
    {
      event: "credentials_not_opened",
      table: "psa_connections",
      column: "credentials",
      count: expect.any(Number),
      ids: expect.stringMatching(/^00000000-1 00000000-10 /),
    },
  ]);
  expect(named[0]?.["count"]).toBeGreaterThanOrEqual(many);
  await db.all(sql`DELETE FROM psa_connections WHERE account_id = ${lost.account.id}`);
  await resealCredentials(
    withKeys(desk, { CREDENTIALS_KEY: BETTER_AUTH_SECRET, CREDENTIALS_KEY_PREVIOUS: "the-fourth-key" }),
  );
});

test("a vault opens nothing that was sealed for another purpose, or under a key that it does not know", async () => {
  const vault = openVault("one", ["key"]);
  const sealed = await vault.seal("secret");
  expect(sealed.startsWith(await vault.mark())).toBe(true);
  expect(await openVault("one", ["new", "key"]).open(sealed)).toBe("secret");
  await expect(openVault("other", ["key"]).open(sealed)).rejects.toThrow();
  await expect(openVault("one", ["new"]).open(sealed)).rejects.toThrow();
});
