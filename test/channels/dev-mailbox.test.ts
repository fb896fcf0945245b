import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { DevMail } from "../../src/contract/demo.ts";
import { openDb } from "../../src/db/client.ts";
import { deliver } from "../../src/queue/deliver.ts";
import { workerDeps } from "../../src/queue/worker-deps.ts";
import { newId } from "../../src/platform/new-id.ts";
import { keepDevMail, listDevMails } from "../../src/domain/deliveries/dev-mail.ts";
import { json, problemOf, ORIGIN } from "../support/call.ts";
import { makeDesk } from "../support/desk.ts";
import { workerWith } from "../support/worker-with.ts";

const db = openDb(env.DB);
const FAR = Date.UTC(2030, 0, 1);
const listed = (query: string) => json<{ items: DevMail[] }>(200, "GET", `/dev/mail.json${query}`);

test("without a token the mails of the demo land in the mailbox, through the same code", async () => {
  const desk = await makeDesk();
  const sam = await desk.account.member("engineer", "Sam");
  const adam = await desk.account.member("admin", "Adam");
  const { handoff } = await desk.handOff({ handoff: { priority: "high", engineer_notes: "Help" } });
  await desk.handOff();
  await deliver(workerDeps(env), { handoffs: [handoff.id] });

  const { items } = await listed(`?handoff_id=${handoff.id}`);
  expect(items.map(({ to }) => to).toSorted()).toEqual([sam.email, adam.email].toSorted());
  const { items: own } = await listed(
    `?to=${sam.email.toUpperCase()}&handoff_id=${handoff.id.toUpperCase()}`,
  );
  expect(own).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      to: sam.email,
      subject: "New escalation: VPN drops",
      text: expect.stringContaining(
        "Help\n\nPriority: high\n\nOpen the queue: https://baton.example/escalations",
      ),
      html: expect.stringContaining("<!doctype html>"),
      metadata: {
        handoff_id: handoff.id,
        delivery_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        account_id: desk.account.id,
      },
      created_at: expect.stringMatching(/Z$/),
    },
  ]);
  expect((await listed(`?to=nobody@test.example`)).items).toEqual([]);
});

test("the mailbox keeps the newest two hundred, newest first", async () => {
  const handoff_id = newId();
  const mail = { to: "keeper@test.example", subject: "", text: "", html: "" };
  for (let number = 0; number < 205; number++) {
    const metadata = { handoff_id, delivery_id: newId() };
    await keepDevMail(
      db,
      { ...mail, subject: `No. ${number}`, metadata },
      { id: newId(), now: FAR + number },
    );
  }
  const kept = await listDevMails(db, {});
  expect(kept.map(({ subject }) => subject)).toEqual(Array.from({ length: 200 }, (_, i) => `No. ${204 - i}`));
  const count = await env.DB.prepare("SELECT count(*) AS n FROM dev_mails").first<number>("n");
  expect(count).toBe(200);
  await env.DB.prepare("DELETE FROM dev_mails WHERE created_at >= ?").bind(FAR).run();
});

test("a delivery has one mail, however often it is sent", async () => {
  const metadata = { handoff_id: newId(), delivery_id: newId() };
  const mail = { to: "once@test.example", subject: "Once", text: "", html: "", metadata };
  const first = await keepDevMail(db, mail, { id: newId(), now: Date.now() });
  expect(await keepDevMail(db, mail, { id: newId(), now: Date.now() })).toBe(first);
  expect(await listDevMails(db, { handoff_id: metadata.handoff_id })).toHaveLength(1);
});

test("outside the demo there is no mailbox to look into", async () => {
  for (const path of ["/dev/mail", "/dev/mail.json"]) {
    const response = await workerWith({ DEMO_MODE: "off" }, new Request(ORIGIN + path));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found" });
  }
  expect((await problemOf("POST", "/dev/mail")).status).toBe(405);
});
