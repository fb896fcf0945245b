import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ORIGIN, json } from "../support/call.ts";
import { recordingDatabase } from "../support/recording-database.ts";
import { workerWith } from "../support/worker-with.ts";

const ready = (replaced: object) => workerWith(replaced, new Request(`${ORIGIN}/readyz`));
const ALL = { database: true, migrations: true, bus: true, mail: true };

describe("health", () => {
  it("is told without asking anything else", async () => {
    const { binding, trips } = recordingDatabase(env.DB);
    const response = await workerWith({ DB: binding, ACCOUNT_BUS: null }, new Request(`${ORIGIN}/healthz`));
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
    expect(trips).toEqual([]);
  });
});

describe("readiness", () => {
  it("is told when everything that Baton needs is there", async () => {
    expect(await json(200, "GET", "/readyz")).toEqual({ status: "ok", checks: ALL });
  });

  it("counts mail as missing where nothing could be sent", async () => {
    const response = await ready({ DEMO_MODE: "off" });
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: "unavailable", checks: { ...ALL, mail: false } });
    expect((await ready({ DEMO_MODE: "off", POSTMARK_TOKEN: "token" })).status).toBe(200);
  });

  it("names the database and the bus when they are away, and gives no reason away", async () => {
    const away = () => {
      throw new Error("secret-host refused");
    };
    const broken = await ready({ DB: { prepare: away }, ACCOUNT_BUS: { getByName: away, idFromName: away } });
    expect(broken.status).toBe(503);
    expect(await broken.json()).toEqual({
      status: "unavailable",
      checks: { database: false, migrations: false, bus: false, mail: true },
    });
  });
});
