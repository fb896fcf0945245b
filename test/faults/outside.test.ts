import { credentialsVault } from "../../src/queue/credentials-vault.ts";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { addNote } from "../../src/domain/handoffs/add-note.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { addTarget } from "../../src/domain/channels/add-target.ts";
import { subscribe } from "../../src/domain/webhooks/subscribe.ts";
import { setNotificationSettings } from "../../src/domain/members/notification-settings.ts";
import { makePushBrowser, makeVapidKeys } from "../support/push-browser.ts";
import { findingsOf } from "../support/audited.ts";
import { atEachMoment } from "../support/each-moment.ts";
import type { FaultWorld } from "../support/fault-world.ts";
import { type Receiver, makeReceiver } from "../support/receiver.ts";
import { sealedSecret } from "../support/webhook-room.ts";

interface Body {
  data: { seq: number; handoff_id: string };
}

describe("a process that ends anywhere", () => {
  test("while it sends webhooks: every fact arrives, in order, under an id that tells a second time from the first", async () => {
    const receivers = new Map<FaultWorld, Receiver>();
    await atEachMoment(
      async (world, mortal) => {
        const { account, olivia, sam, priya } = world.desk;
        const receiver = makeReceiver();
        receivers.set(world, receiver);
        const input = { url: receiver.url(), events: ["*" as const] };
        await subscribe(account.as(olivia, world.clock.now), input, await sealedSecret(), () => null);
        const handoff = await world.escalate();
        const key = { session_id: handoff.session_id, handoff_id: handoff.id };
        await claimHandoff(account.as(priya, world.clock.now), key, {});
        await addNote(account.as(sam, world.clock.now), key, { text: "Look at the cable" });
        await receiver.script({ status: 200 }, { status: 500 });
        await world.consume(mortal, [{ kind: "webhooks", account_id: account.id }]);
      },
      async (world, moment) => {
        const receiver = receivers.get(world) ?? makeReceiver();
        await world.later(8);
        const { account } = world.desk;
        const messages = await account.db.all(
          sql`SELECT seq, status FROM webhook_messages WHERE account_id = ${account.id} ORDER BY seq`,
        );
        expect(messages.length, moment).toBeGreaterThanOrEqual(3);
        expect(
          messages.map(({ status }) => status),
          moment,
        ).toEqual(messages.map(() => "sent"));
        const bodies = await receiver.bodies<Body>();
        const seqs = bodies.map(({ data }) => data.seq);
        // What is told twice is told twice in a row: nothing later has come between.
        expect(seqs, moment).toEqual(seqs.toSorted((a, b) => a - b));
        expect([...new Set(seqs)], moment).toEqual(messages.map(({ seq }) => seq));
        const ids = (await receiver.received()).map(({ headers }) => headers["webhook-id"]);
        expect(new Set(ids).size, moment).toBe(new Set(seqs).size);
        expect(await findingsOf(account), moment).toEqual([]);
      },
    );
  });

  test("while it tells a chat: the chat is told, the ledger says so, and nobody is told by mail twice", async () => {
    const receivers = new Map<FaultWorld, Receiver>();
    await atEachMoment(
      async (world, mortal) => {
        const { account, olivia } = world.desk;
        const receiver = makeReceiver();
        receivers.set(world, receiver);
        const sealed = await credentialsVault(env).seal(receiver.url());
        const target = { channel: "slack" as const, name: "#dispatch", sealed, shown: "…" };
        await addTarget(account.as(olivia, world.clock.now), "account", {
          ...target,
          identity: receiver.url(),
        });
        const { id } = await world.escalate();
        await world.consume(mortal, [{ kind: "notify", handoff_id: id }]);
      },
      async (world, moment) => {
        await world.later(2);
        const { account } = world.desk;
        const rows = await account.db.all(
          sql`SELECT channel, status FROM deliveries WHERE account_id = ${account.id} ORDER BY channel`,
        );
        expect(rows, moment).toEqual([
          ...Array.from({ length: 3 }, () => ({ channel: "email", status: "sent" })),
          { channel: "slack", status: "sent" },
        ]);
        // A chat cannot be asked what it has: who died before saying so is followed by one who says it again.
        const told = (await receivers.get(world)?.received()) ?? [];
        expect(told.length, moment).toBeGreaterThanOrEqual(1);
        expect(told.length, moment).toBeLessThanOrEqual(2);
        const { arrived } = await world.postmark.read();
        expect(arrived, moment).toHaveLength(3);
        expect(await findingsOf(account), moment).toEqual([]);
      },
    );
  });

  test("while it takes an alert back: the browser is told that somebody has it, and the ledger knows", async () => {
    const browsers = new Map<FaultWorld, Receiver>();
    const vapid = await makeVapidKeys();
    const browser = await makePushBrowser();
    await atEachMoment(
      async (world, mortal) => {
        const { account, sam, priya } = world.desk;
        Object.assign(world.vars, vapid);
        const receiver = makeReceiver();
        browsers.set(world, receiver);
        await receiver.always({ status: 201 });
        const address = JSON.stringify({ endpoint: receiver.url("/push"), keys: browser.keys });
        const sealed = await credentialsVault(env).seal(address);
        const target = { channel: "web_push" as const, name: "Phone", sealed, shown: "…", identity: address };
        await addTarget(account.as(priya, world.clock.now), "me", target);
        await setNotificationSettings(account.as(priya, world.clock.now), {
          channels: ["web_push"],
          quiet_hours: null,
        });
        const handoff = await world.escalate();
        await world.consume(undefined, [{ kind: "notify", handoff_id: handoff.id }]);
        const key = { session_id: handoff.session_id, handoff_id: handoff.id };
        await claimHandoff(account.as(sam, world.clock.now), key, {});
        await world.consume(mortal, [{ kind: "retract", handoff_id: handoff.id }]);
      },
      async (world, moment) => {
        await world.later(3);
        const calls = (await browsers.get(world)?.received()) ?? [];
        const said = await Promise.all(calls.map(({ body }) => browser.open(Uint8Array.fromBase64(body))));
        const kinds = said.map((one) => (one as { kind: string }).kind);
        expect(kinds[0], moment).toBe("first");
        expect(kinds.slice(1), moment).toContain("taken");
      },
    );
  });
});
