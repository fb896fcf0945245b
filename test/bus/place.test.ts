import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { accountBus } from "../../src/bus/poke-bus.ts";
import { JURISDICTIONS, REGIONS } from "../../src/contract/place.ts";
import { workerDeps } from "../../src/queue/worker-deps.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { ORIGIN } from "../support/call.ts";
import { type Desk, makeDesk } from "../support/desk.ts";
import { PRESENCE } from "../support/looker.ts";
import { recordingNamespace } from "../support/recording-namespace.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { readSse, streamRequest } from "../support/stream-client.ts";
import { envWith, workerWith } from "../support/worker-with.ts";

/** Where the bus is asked for by an account with such a place. */
function askedFor(region: string | null, jurisdiction: string | null) {
  const { binding, asked } = recordingNamespace(env.ACCOUNT_BUS);
  accountBus(envWith({ ACCOUNT_BUS: binding }), "an-account", { region, jurisdiction });
  return asked;
}

test("a bus is asked for near its account's people and within its jurisdiction", () => {
  for (const near of REGIONS) expect(askedFor(near, null)).toEqual([{ near, jurisdiction: null }]);
  for (const word of JURISDICTIONS)
    expect(askedFor("weur", word)).toEqual([{ near: "weur", jurisdiction: word }]);
});

test("an account without a place asks for none, and words that mean none are ignored", () => {
  const nowhere = [{ near: undefined, jurisdiction: null }];
  expect(askedFor(null, null)).toEqual(nowhere);
  for (const word of ["", "mars", "WEUR", "weur ", "EU", "constructor"])
    expect(askedFor(word, word)).toEqual(nowhere);
  expect(askedFor("mars", "eu")).toEqual([{ near: undefined, jurisdiction: "eu" }]);
});

/** Does everything that speaks with the bus of a desk's account; returns where each asked for it. */
async function speakWithBus(desk: Desk) {
  const { binding: ACCOUNT_BUS, asked } = recordingNamespace(env.ACCOUNT_BUS);
  const authorization = `Bearer ${desk.engineer.token}`;
  const send = async (method: string, path: string, body?: object) => {
    const headers = { authorization, ...(body && { "content-type": "application/json" }) };
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const before = asked.length;
    const response = await workerWith({ ACCOUNT_BUS }, new Request(`${ORIGIN}${path}`, request));
    expect([path, response.ok, asked.length > before]).toEqual([path, true, true]);
    await response.body?.cancel();
  };
  const { handoff } = await desk.handOff();
  const stream = readSse(await workerWith({ ACCOUNT_BUS }, streamRequest(desk.engineer)));
  const { connection_id } = await stream.ready();
  await send("POST", PRESENCE, { connection_id, viewing: handoff.id });
  await send("GET", "/api/v1/ai-sessions/queue");
  await send("POST", `/api/v1/ai-sessions/${handoff.session_id}/handoffs/${handoff.id}/claim`, {});
  const before = asked.length;
  await runChores(workerDeps(envWith({ ACCOUNT_BUS })));
  expect(asked.length).toBeGreaterThan(before);
  await send("POST", "/api/v1/auth/sign-out", {});
  stream.close();
  return asked;
}

test("whoever speaks with an account's bus asks for it where it is", async () => {
  await settlePromises();
  const desk = await makeDesk();
  const put = env.DB.prepare("UPDATE accounts SET region = 'apac-se', jurisdiction = 'eu' WHERE id = ?");
  await put.bind(desk.account.id).run();
  const asked = await speakWithBus(desk);
  expect(asked).toEqual(asked.map(() => ({ near: "apac-se", jurisdiction: "eu" })));
});

test("nobody asks for a place for an account that has none, or one that does not exist", async () => {
  await settlePromises();
  const [nowhere, mars] = [await makeDesk(), await makeDesk()];
  const put = env.DB.prepare("UPDATE accounts SET region = 'mars', jurisdiction = 'moon' WHERE id = ?");
  await put.bind(mars.account.id).run();
  for (const desk of [nowhere, mars]) {
    const asked = await speakWithBus(desk);
    expect(asked).toEqual(asked.map(() => ({ near: undefined, jurisdiction: null })));
  }
});
