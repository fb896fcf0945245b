import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { MailJob } from "../../src/contract/mail-job.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { newId } from "../../src/platform/new-id.ts";
import { unseal } from "../../src/platform/seal.ts";
import { ORIGIN, json, problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk } from "../support/help-desk.ts";
import { answerOf, withKey } from "../support/keyed-call.ts";
import { problemBody } from "../support/problem-body.ts";
import { logOf } from "../support/rows.ts";
import { workerWith } from "../support/worker-with.ts";

async function held() {
  const desk = await makeHelpDesk();
  const { key } = await handOff(desk);
  await claimHandoff(desk.account.as(desk.priya, Date.now()), key, {});
  const path = `/api/v1/ai-sessions/${key.session_id}/handoffs/${key.handoff_id}`;
  return { ...desk, key, ask: `${path}/take-over-request`, answer: `${path}/take-over-answer`, path };
}

it("a colleague asks, the holder agrees, and both stand on the timeline", async () => {
  const { sam, priya, ask, answer, path } = await held();
  const body = { reason: "I know this printer" };
  const asked = await json<{ version: number }>(202, "POST", ask, { token: sam.token, body });
  expect(asked).toMatchObject({ status: "claimed", claimed_by: priya.id, version: 3 });
  expect(Object.keys(asked)).not.toContain("take_over");
  const given = { token: priya.token, body: { agree: true } };
  expect(await json(200, "POST", answer, given)).toMatchObject({
    claimed_by: sam.id,
    claimed_by_name: "Sam",
  });
  const { items } = await json<{ items: object[] }>(200, "GET", `${path}/timeline`, { token: sam.token });
  expect(items.slice(-2)).toMatchObject([
    {
      type: "handoff_updated",
      changed: ["take_over"],
      take_over: { by: { id: sam.id, name: "Sam" }, ...body },
    },
    { type: "handoff_reassigned", ...body, claimed_by: { id: sam.id, name: "Sam" } },
  ]);
});

it("the holder's mail says who asks, why, and where to answer; what waits is sealed", async () => {
  const { account, sam, priya, ask, key } = await held();
  const headers = { "content-type": "application/json", authorization: `Bearer ${sam.token}` };
  const body = JSON.stringify({ reason: "I know\nthis printer" });
  // A queue that loses its nudges: the mail waits.
  const JOBS = { sendBatch: async () => undefined };
  const asked = await workerWith({ JOBS }, new Request(ORIGIN + ask, { method: "POST", headers, body }));
  expect(asked.status).toBe(202);
  const [job] = await account.db.all(
    sql`SELECT payload FROM outbox WHERE account_id = ${account.id} AND kind = 'send_mail'`,
  );
  const payload = String(job?.["payload"]);
  expect(payload).not.toContain(priya.email);
  const mail = MailJob.parse(JSON.parse(await unseal(env.BETTER_AUTH_SECRET, payload)));
  expect(mail).toEqual({
    to: priya.email,
    content: {
      subject: "Sam asks to take over: Printer offline",
      paragraphs: ["Sam asks to take over the session that you hold.", "I know\nthis printer"],
      facts: [],
      action: {
        label: "Answer",
        url: `https://baton.example/sessions/${key.session_id}/handoffs/${key.handoff_id}`,
      },
      footer:
        "You get this mail because you hold this session. After five minutes an admin may answer for you.",
    },
    expires_at: expect.any(Number),
  });
});

it("each refusal says what stands in the way", async () => {
  const { sam, priya, adam, olivia, ask, answer } = await held();
  const body = { reason: "Mine" };
  const mine = await problemOf("POST", ask, { token: priya.token, body });
  expect(mine).toEqual(problemBody("invalid_transition", "You hold this handoff.", ask));
  const unasked = await problemOf("POST", answer, { token: priya.token, body: { agree: true } });
  const nobody = "Nobody has asked to take this handoff over.";
  expect(unasked).toEqual(problemBody("invalid_transition", nobody, answer));
  await json(202, "POST", ask, { token: sam.token, body });
  const second = await problemOf("POST", ask, { token: adam.token, body });
  const waits = "Sam has asked to take over and waits for an answer.";
  expect(second).toEqual(problemBody("invalid_transition", waits, ask));
  const early = await problemOf("POST", answer, { token: olivia.token, body: { agree: true } });
  expect(early).toMatchObject({
    status: 403,
    detail: expect.stringMatching(/^Until .+Z only its holder may answer\.$/),
  });
  const empty = await problemOf("POST", answer, { token: priya.token, body: { agree: true, why: "x" } });
  expect(empty).toMatchObject({ status: 422, errors: [{ pointer: "/why" }] });
});

it("one Idempotency-Key asks once and is answered the same again", async () => {
  const { account, sam, ask } = await held();
  const given = withKey(newId(), { token: sam.token, body: { reason: "Mine" } });
  const [first, again] = [await answerOf("POST", ask, given), await answerOf("POST", ask, given)];
  expect(again).toEqual({ ...first, replayed: "true" });
  const asked = (await logOf(account)).filter((event) => "take_over" in event);
  expect(asked).toHaveLength(1);
});
