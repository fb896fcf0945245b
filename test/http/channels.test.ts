import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { ChannelTarget } from "../../src/contract/channel-target.ts";
import { testNotifications } from "../../src/domain/members/test-notifications.ts";
import { MOST_TARGETS } from "../../src/domain/channels/add-target.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { ORIGIN, call, json, problemOf } from "../support/call.ts";
import { makeChatRoom } from "../support/chat-room.ts";
import type { TestMember } from "../support/factories.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { makePushBrowser, makeVapidKeys } from "../support/push-browser.ts";
import { makeReceiver } from "../support/receiver.ts";
import { workerWith } from "../support/worker-with.ts";

const ACCOUNT = "/api/v1/account/channels";
const MINE = "/api/v1/me/channels";

/** Sends a request to a Worker with other settings. */
async function sendWith(vars: object, method: string, path: string, { token }: TestMember, body?: object) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  return workerWith(vars, new Request(`${ORIGIN}${path}`, init));
}

describe("the account's channels", () => {
  it("keep their address to themselves: sealed at rest, and shown by where it leads and how it ends", async () => {
    const { account, olivia } = await makeHelpDesk();
    const url = makeReceiver().url("/services/T000/B000/secretpartXYZ9");
    const body = { channel: "slack", name: "#dispatch", url };
    const added = await json<ChannelTarget>(201, "POST", ACCOUNT, { token: olivia.token, body });
    expect(added).toEqual({
      id: added.id,
      channel: "slack",
      name: "#dispatch",
      address: `${new URL(url).host}/…XYZ9`,
      broken_since: null,
      last_error: null,
      created_at: added.created_at,
    });
    expect(await json(200, "GET", ACCOUNT, { token: olivia.token })).toEqual({ items: [added] });
    const rows = await account.db.all(sql`SELECT * FROM channel_targets WHERE account_id = ${account.id}`);
    expect(JSON.stringify(rows)).not.toContain("secretpart");
  });

  it("are known by their address: the same again is the same one under its new name", async () => {
    const { olivia } = await makeHelpDesk();
    const body = { channel: "teams", name: "Dispatch", url: makeReceiver().url() };
    const first = await json<ChannelTarget>(201, "POST", ACCOUNT, { token: olivia.token, body });
    const again = { ...body, name: "Renamed" };
    const second = await json<ChannelTarget>(201, "POST", ACCOUNT, { token: olivia.token, body: again });
    expect(second).toEqual({ ...first, name: "Renamed" });
    expect(await json(200, "GET", ACCOUNT, { token: olivia.token })).toEqual({ items: [second] });
  });

  it("are removed, once, and only the account's", async () => {
    const { olivia } = await makeHelpDesk();
    const token = olivia.token;
    const body = { channel: "slack", name: "Mine", url: makeReceiver().url() };
    const own = await json<ChannelTarget>(201, "POST", MINE, { token, body });
    const shared = await json<ChannelTarget>(201, "POST", ACCOUNT, { token, body });
    expect((await call("DELETE", `${ACCOUNT}/${shared.id}`, { token })).status).toBe(204);
    for (const id of [shared.id, own.id]) {
      expect(await problemOf("DELETE", `${ACCOUNT}/${id}`, { token })).toMatchObject({
        status: 404,
        detail: "There is no such channel.",
      });
    }
    expect(await json(200, "GET", MINE, { token })).toEqual({ items: [own] });
  });

  it("say what they answered to a test; one that takes it counts as working again", async () => {
    const { olivia, account } = await makeHelpDesk();
    const token = olivia.token;
    const receiver = makeReceiver();
    const body = { channel: "slack", name: "#dispatch", url: receiver.url() };
    const { id } = await json<ChannelTarget>(201, "POST", ACCOUNT, { token, body });
    await receiver.script({ status: 404, body: "no_team" });
    expect(await json(200, "POST", `${ACCOUNT}/${id}/test`, { token })).toEqual({
      ok: false,
      detail: "Slack 404: no_team",
    });
    const [broken] = (await json<{ items: ChannelTarget[] }>(200, "GET", ACCOUNT, { token })).items;
    expect(broken?.broken_since).not.toBeNull();
    expect(broken?.last_error).toBe("Slack 404: no_team");
    expect(await json(200, "POST", `${ACCOUNT}/${id}/test`, { token })).toEqual({
      ok: true,
      detail: "It took the test.",
    });
    const [works] = (await json<{ items: ChannelTarget[] }>(200, "GET", ACCOUNT, { token })).items;
    expect(works).toMatchObject({ broken_since: null, last_error: null });
    expect(await receiver.bodies()).toMatchObject([{}, { text: "Baton reaches you here" }]);
    expect(JSON.stringify(await receiver.bodies())).toContain(account.name);
  });

  it("outside a demo lead nowhere private", async () => {
    const { olivia } = await makeHelpDesk();
    for (const url of ["http://hooks.example.com/x", "https://10.0.0.1/", "https://localhost/"]) {
      const body = { channel: "slack", name: "x", url };
      const response = await sendWith({ DEMO_MODE: "off" }, "POST", ACCOUNT, olivia, body);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ errors: [{ pointer: "/url" }] });
    }
  });

  it.each([
    [{ channel: "web_push", name: "x", url: "https://x.example/" }, "/channel"],
    [{ channel: "slack", name: "", url: "https://x.example/" }, "/name"],
    [{ channel: "slack", name: "x", url: "nowhere" }, "/url"],
    [{ channel: "slack", name: "x" }, "/url"],
    [{ channel: "slack", name: "x", url: "https://x.example/", secret: 1 }, "/secret"],
  ])("%j is refused, by its pointer", async (body, pointer) => {
    const { olivia } = await makeHelpDesk();
    const problem = await problemOf("POST", ACCOUNT, { token: olivia.token, body });
    expect(problem).toMatchObject({ status: 422, errors: [{ pointer }] });
  });

  it("are at most twenty", async () => {
    const { olivia } = await makeHelpDesk();
    const add = (url: string) => ({ token: olivia.token, body: { channel: "slack", name: "x", url } });
    for (let count = 0; count < MOST_TARGETS; count++) {
      await json(201, "POST", ACCOUNT, add(makeReceiver().url()));
    }
    expect(await problemOf("POST", ACCOUNT, add(makeReceiver().url()))).toMatchObject({
      code: "invalid_transition",
      detail: "At most 20 channels; remove one first.",
    });
  });
});

describe("a person's channels", () => {
  it("are theirs alone", async () => {
    const { priya, sam } = await makeHelpDesk();
    const body = { channel: "slack", name: "Mine", url: makeReceiver().url() };
    const own = await json<ChannelTarget>(201, "POST", MINE, { token: priya.token, body });
    expect(await json(200, "GET", MINE, { token: sam.token })).toEqual({ items: [] });
    const path = `${MINE}/${own.id}`;
    expect(await problemOf("DELETE", path, { token: sam.token })).toMatchObject({ status: 404 });
    expect((await call("DELETE", path, { token: priya.token })).status).toBe(204);
  });

  it("say to a test of their own what they answered, whether or not they are chosen", async () => {
    const { priya, sam } = await makeHelpDesk();
    const receiver = makeReceiver();
    const body = { channel: "teams", name: "Mine", url: receiver.url() };
    const { id } = await json<ChannelTarget>(201, "POST", MINE, { token: priya.token, body });
    const path = `${MINE}/${id}/test`;
    expect(await problemOf("POST", path, { token: sam.token })).toMatchObject({ status: 404 });
    await receiver.script({ status: 404, body: "no such flow" });
    expect(await json(200, "POST", path, { token: priya.token })).toMatchObject({
      ok: false,
      detail: expect.stringContaining("no such flow"),
    });
    expect(await json(200, "POST", path, { token: priya.token })).toEqual({
      ok: true,
      detail: "It took the test.",
    });
    const { items } = await json<{ items: ChannelTarget[] }>(200, "GET", MINE, { token: priya.token });
    expect(items).toMatchObject([{ broken_since: null, last_error: null }]);
    expect(await receiver.bodies()).toHaveLength(2);
  });

  it("may be the browser that they look through, where the service has keys for it", async () => {
    const { sam } = await makeHelpDesk();
    const { keys } = await makePushBrowser();
    const subscription = { endpoint: makeReceiver().url("/push/abcd"), keys, expirationTime: null };
    const body = { channel: "web_push", name: "Phone", subscription };
    const vapid = await makeVapidKeys();
    const added = await sendWith(vapid, "POST", MINE, sam, body);
    expect(added.status).toBe(201);
    expect(await added.json()).toMatchObject({
      channel: "web_push",
      name: "Phone",
      address: `${new URL(subscription.endpoint).host}/…abcd`,
    });
    const key = await sendWith(vapid, "GET", "/api/v1/me/web-push", sam);
    expect(await key.json()).toEqual({ public_key: vapid.VAPID_PUBLIC_KEY });

    const without = { token: sam.token };
    expect(await json(200, "GET", "/api/v1/me/web-push", without)).toEqual({ public_key: null });
    expect(await problemOf("POST", MINE, { ...without, body })).toMatchObject({
      status: 422,
      errors: [{ pointer: "/channel", detail: "This service has no keys for web push." }],
    });
  });

  it.each([
    [{ endpoint: "x", keys: { p256dh: "short", auth: "x" } }, "/subscription/keys/p256dh"],
    [{ endpoint: "https://x.example/" }, "/subscription/keys"],
  ])("are refused as %j", async (subscription, pointer) => {
    const { sam } = await makeHelpDesk();
    const body = { channel: "web_push", name: "Phone", subscription };
    const problem = await problemOf("POST", MINE, { token: sam.token, body });
    expect(problem).toMatchObject({ status: 422 });
    expect(problem["errors"]?.map((error) => error.pointer)).toContain(pointer);
  });
});

describe("a test of my notifications", () => {
  it("goes to each channel that I chose, and the answer names them all", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { account, engineer } = room.desk;
    const own = await room.add({
      owner: engineer,
      channel: "slack",
      name: "Mine",
      choose: ["email", "slack"],
    });
    const response = await sendWith(
      { JOBS: { sendBatch: async () => undefined } },
      "POST",
      "/api/v1/me/notifications/test",
      engineer,
    );
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      channel: "email",
      recipient: engineer.email,
      sent: [
        { channel: "email", recipient: engineer.email },
        { channel: "slack", recipient: "Mine" },
      ],
    });
    room.clock.now = Date.now() + 1_000;
    const jobs = await account.db.all<{ id: string; payload: string }>(
      sql`SELECT id, payload FROM outbox WHERE account_id = ${account.id} AND kind = 'send_mail'`,
    );
    expect(jobs).toHaveLength(2);
    for (const { id, payload } of jobs) {
      expect(payload).not.toContain("receiver.test");
      await runJobs(room.deps, { id });
    }
    expect(room.postmark.arrived).toMatchObject([{ To: engineer.email }]);
    expect(await own.receiver.bodies()).toMatchObject([{ text: "Baton reaches you here" }]);
  });

  it("counts as one, however many channels it goes to", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { account, engineer } = room.desk;
    await room.add({ owner: engineer, channel: "slack", choose: ["email", "slack"] });
    const ask = () => testNotifications(account.as(engineer, room.clock.now), async () => "sealed");
    for (let count = 0; count < 5; count++) await ask();
    await expect(ask()).rejects.toMatchObject({ code: "rate_limited" });
  });
});
