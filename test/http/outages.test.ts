import { describe, expect, it } from "vitest";
import { ORIGIN } from "../support/call.ts";
import { makeHelpDesk, openSession } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { logOf, sessionRow } from "../support/rows.ts";
import { workerWith } from "../support/worker-with.ts";

const failing = (words: string) => {
  const fail = () => {
    throw new Error(words);
  };
  return { DB: { prepare: fail, batch: fail } };
};
const me = (token: string) =>
  new Request(`${ORIGIN}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });

describe("when the database fails", () => {
  it.each(["D1_ERROR: Network connection lost", "D1 DB is overloaded. Requests queued for too long."])(
    "for a moment (%s), the caller is told to come back",
    async (words) => {
      const response = await workerWith(failing(words), me("token"));
      expect(response.headers.get("retry-after")).toBe("1");
      expect(await response.json()).toEqual(
        problemBody("unavailable", "The database did not answer. Nothing was lost; try again.", "/api/v1/me"),
      );
    },
  );

  it("for a reason of ours, the caller is told fixed words and nothing of the reason", async () => {
    const response = await workerWith(
      failing("D1_ERROR: no such table: secret_table: SQLITE_ERROR"),
      me("token"),
    );
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual(
      problemBody("internal", "The error has been logged. Nothing was half-written.", "/api/v1/me"),
    );
  });
});

describe("when the bus and the queue are dead", () => {
  it("an escalation stands nevertheless: it is committed, logged and answered", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const dead = () => {
      throw new Error("dead");
    };
    const bindings = {
      ACCOUNT_BUS: { getByName: dead, idFromName: dead, get: dead },
      JOBS: { sendBatch: dead },
    };
    const headers = { authorization: `Bearer ${desk.sam.token}`, "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ intent: "escalate" }) };
    const response = await workerWith(
      bindings,
      new Request(`${ORIGIN}/api/v1/ai-sessions/${id}/handoff`, init),
    );
    expect(response.status).toBe(201);
    expect((await sessionRow(desk.account, id)).status).toBe("escalated");
    expect((await logOf(desk.account)).map(({ type }) => type)).toEqual(["handoff_created"]);
  });
});
