import { describe, expect, it } from "vitest";
import { call, json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { signedHeaders } from "../support/signed-headers.ts";
import { cardsOf, makeTool, postsOf, taken } from "../support/tool.ts";

const BODY = JSON.stringify({ summary: "Disk full", dedup_key: "disk" });

async function makeSigned() {
  const desk = await makeHelpDesk();
  const tool = await makeTool(desk, { signed: true });
  const send = (headers: Record<string, string>, raw = BODY) => tool.post(undefined, "", { raw, headers });
  return { desk, tool, send };
}

describe("an integration that signs", () => {
  it("is heard when the signature stands, also beside others", async () => {
    const { tool, send } = await makeSigned();
    expect((await send(await signedHeaders(tool.secret, BODY))).status).toBe(201);
  });

  it.each([
    [
      "unsigned",
      () => Promise.resolve({}),
      "This integration takes signed posts only: send webhook-id, webhook-timestamp and webhook-signature.",
    ],
    [
      "signed with another secret",
      () => signedHeaders(`whsec_${btoa("another secret of ours!!")}`, BODY),
      "The signature does not fit the body.",
    ],
    [
      "signed six minutes ago",
      (secret: string) => signedHeaders(secret, BODY, Math.floor(Date.now() / 1000) - 360),
      "webhook-timestamp must be the present time in seconds, to within five minutes.",
    ],
    [
      "signed six minutes ahead",
      (secret: string) => signedHeaders(secret, BODY, Math.floor(Date.now() / 1000) + 360),
      "webhook-timestamp must be the present time in seconds, to within five minutes.",
    ],
    [
      "signed over another body",
      (secret: string) => signedHeaders(secret, "{}"),
      "The signature does not fit the body.",
    ],
  ])("is not heard %s, and the post is kept with why", async (_, headers, words) => {
    const { desk, tool } = await makeSigned();
    const given = { raw: BODY, headers: await headers(tool.secret) };
    const problem = await problemOf("POST", `/api/v1/inbound/${tool.key}`, given);
    expect(problem).toEqual(problemBody("unauthenticated", words, "/api/v1/inbound/…"));
    expect(await cardsOf(desk)).toEqual([]);
    expect(await postsOf(desk)).toMatchObject([{ outcome: "refused", answer_status: 401, detail: words }]);
  });

  it("may send the same post again: it is answered, and counts once", async () => {
    const { desk, tool, send } = await makeSigned();
    const headers = await signedHeaders(tool.secret, BODY);
    const first = await taken(send(headers));
    const again = await send(headers);
    expect([again.status, await again.json()]).toEqual([200, { ...first, is_new: false, will_notify: [] }]);
    expect(await cardsOf(desk)).toMatchObject([{ occurrences: 1 }]);
  });

  it("whose post comes many times at the same moment is counted once", async () => {
    const { desk, tool, send } = await makeSigned();
    const headers = await signedHeaders(tool.secret, BODY);
    const answers = await Promise.all(Array.from({ length: 10 }, () => taken(send(headers))));
    expect(answers.filter(({ is_new }) => is_new)).toHaveLength(1);
    expect(await cardsOf(desk)).toMatchObject([{ occurrences: 1 }]);
  });

  it("signs under its new key and, for a day, under the one before with the same secret", async () => {
    const { desk, tool } = await makeSigned();
    const path = `/api/v1/integrations/${tool.id}/rotate`;
    const { key } = await json<{ key: string }>(200, "POST", path, { token: desk.adam.token });
    const send = async (by: string, id: string) =>
      call("POST", `/api/v1/inbound/${by}`, {
        raw: BODY,
        headers: await signedHeaders(tool.secret, BODY, Math.floor(Date.now() / 1000), id),
      });
    expect((await send(key, "m1")).status).toBe(201);
    expect((await send(tool.key, "m2")).status).toBe(200);
    // The same post is the same, whichever key it came by.
    expect((await send(key, "m2")).status).toBe(200);
    expect(await cardsOf(desk)).toMatchObject([{ occurrences: 2 }]);
  });

  it("begins to sign by a change, which shows the secret this once", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const path = `/api/v1/integrations/${tool.id}`;
    const given = { token: desk.adam.token, body: { signed: true } };
    const begun = await json<{ signing_secret: string; signed: boolean }>(200, "PATCH", path, given);
    expect(begun).toMatchObject({
      signed: true,
      signing_secret: expect.stringMatching(/^whsec_[\w+/=]{32}$/),
    });
    expect(await json<object>(200, "PATCH", path, given)).not.toHaveProperty("signing_secret");
    const headers = await signedHeaders(begun.signing_secret, BODY);
    expect((await tool.post(undefined, "", { raw: BODY, headers })).status).toBe(201);
    await json(200, "PATCH", path, { ...given, body: { signed: false } });
    expect((await tool.post(undefined, "", { raw: BODY })).status).toBe(200);
  });
});

describe("an Idempotency-Key on a post", () => {
  it("makes it count once, and is refused for another body", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const send = (raw: string) => tool.post(undefined, "", { raw, headers: { "idempotency-key": "k" } });
    const first = await taken(send(BODY));
    expect(await taken(send(BODY))).toMatchObject({ handoff_id: first.handoff_id, is_new: false });
    const other = await send('{"summary":"x"}');
    expect([other.status, (await other.json<{ code: string }>()).code]).toEqual([
      422,
      "idempotency_mismatch",
    ]);
    expect(await cardsOf(desk)).toMatchObject([{ occurrences: 1 }]);
  });
});
