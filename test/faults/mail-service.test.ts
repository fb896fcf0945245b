import { beforeAll, describe, expect, test } from "vitest";
import { makeFaultWorld } from "../support/fault-world.ts";
import type { Misbehaviour } from "../support/postmark-server.ts";
import { ledgerOf } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";

beforeAll(settlePromises);

/** What the mail service may do to the first call; whether it took the mails in is another matter. */
const PASSING: [string, Misbehaviour][] = [
  ["answers without an id", { takes: true, answer: "no_id" }],
  ["answers 429 and says when", { takes: false, answer: "429", retryAfter: 30 }],
  ["answers 429 and does not say when", { takes: false, answer: "429" }],
  ["answers 500, and has taken nothing", { takes: false, answer: "500" }],
  ["answers 500, but has taken the mails", { takes: true, answer: "500" }],
  ["does not answer, and has taken nothing", { takes: false, answer: "hangs" }],
  ["does not answer, but has taken the mails", { takes: true, answer: "hangs" }],
  ["is behind something that answers 403 in HTML", { takes: false, answer: "403_html" }],
  [
    "is behind something that answers 503 in HTML, after it has taken the mails",
    { takes: true, answer: "503_html" },
  ],
  ["closes the connection in the middle of its answer", { takes: true, answer: "closes_mid_body" }],
];

describe("each mail goes out once, and the ledger says so, when the mail service", () => {
  test.each(PASSING)("%s", async (_, misbehaviour) => {
    const world = await makeFaultWorld();
    const handoff = await world.escalate();
    await world.postmark.script(misbehaviour);
    await world.later(10);
    const { arrived, unexpected } = await world.postmark.read();
    expect(unexpected).toEqual([]);
    const first = arrived.filter(({ subject }) => subject.startsWith("New escalation"));
    const rows = await ledgerOf(world.desk.account, handoff.id);
    expect(first.map(({ to }) => to).toSorted()).toEqual(
      [world.desk.olivia, world.desk.adam, world.desk.priya].map(({ email }) => email).toSorted(),
    );
    expect(rows.filter((row) => row["kind"] === "first").map((row) => row["status"])).toEqual([
      "sent",
      "sent",
      "sent",
    ]);
  });
});
