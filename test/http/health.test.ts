import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { ORIGIN, json } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
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

const MINUTE = 60_000;
const chores = (ended_at: number, outcome = "done") =>
  env.DB.prepare("INSERT INTO routines (name, ended_at, outcome) VALUES ('chores', ?, ?)").bind(
    ended_at,
    outcome,
  );

describe("readiness", () => {
  beforeEach(() => env.DB.prepare("DELETE FROM routines").run());

  it("is told when everything that Baton needs is there", async () => {
    expect(await json(200, "GET", "/readyz")).toEqual({ status: "ok", checks: ALL });
    await chores(Date.now() - 4 * MINUTE).run();
    expect(await json(200, "GET", "/readyz")).toEqual({ status: "ok", checks: ALL });
  });

  it("is lost by itself when the minute's chores stand still, as none of the four is at fault", async () => {
    await chores(Date.now() - 5 * MINUTE - 1).run();
    expect(await json(503, "GET", "/readyz")).toEqual({ status: "unavailable", checks: ALL });
  });

  it("is not lost by what is wrong in single accounts", async () => {
    const desk = await makeHelpDesk();
    const { id } = desk.account;
    await env.DB.prepare(
      `INSERT INTO findings (id, account_id, code, subject_id, detail, since, seen_at)
        VALUES (?, ?, 'log_hole', ?, 'The log has a hole.', 1, 1)`,
    )
      .bind(id, id, id)
      .run();
    await chores(Date.now()).run();
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
