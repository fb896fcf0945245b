import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Session } from "../../src/contract/session.ts";
import { KEY_LIFETIME_MS } from "../../src/domain/commit.ts";
import { newId } from "../../src/platform/new-id.ts";
import { call, problemOf } from "../support/call.ts";
import { type HelpDesk, makeHelpDesk } from "../support/help-desk.ts";
import { answerOf, withKey } from "../support/keyed-call.ts";
import { problemBody } from "../support/problem-body.ts";

const SESSIONS = "/api/v1/ai-sessions";

async function keysOf({ account }: HelpDesk) {
  return account.db.all<{ answer: string; key: string; operation: string; status: number }>(
    sql`SELECT * FROM idempotency_keys WHERE caller LIKE ${`${account.id} %`}`,
  );
}

describe("an Idempotency-Key", () => {
  it.each(["", "k".repeat(256)])("of a wrong length is refused (%#)", async (key) => {
    const desk = await makeHelpDesk();
    const given = withKey(key, { token: desk.sam.token, body: {} });
    expect(await problemOf("POST", SESSIONS, given)).toEqual(
      problemBody("bad_request", "Idempotency-Key must have 1 to 255 characters.", SESSIONS),
    );
    const longest = withKey("k".repeat(255), { token: desk.sam.token, body: {} });
    expect((await call("POST", SESSIONS, longest)).status).toBe(201);
  });

  it("is its caller's own, and its address's own", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const made = new Set<string>();
    for (const { token } of [desk.sam, desk.priya, other.sam]) {
      const answer = await answerOf("POST", SESSIONS, withKey("k", { token, body: {} }));
      expect(answer).toMatchObject({ status: 201, replayed: null });
      made.add((JSON.parse(answer.text) as Session).id);
    }
    expect(made.size).toBe(3);
    const [id] = made;
    const elsewhere = `${SESSIONS}/${id}/branches`;
    const branch = await answerOf(
      "POST",
      elsewhere,
      withKey("k", { token: desk.sam.token, body: { label: "A" } }),
    );
    expect(branch).toMatchObject({ status: 201, replayed: null });
    const upper = elsewhere.replace(String(id), String(id).toUpperCase());
    const again = withKey("k", { token: desk.sam.token, body: { label: "A" } });
    expect(await answerOf("POST", upper, again)).toEqual({ ...branch, replayed: "true" });
  });

  it("is not used up by a refusal: the corrected request may use it", async () => {
    const desk = await makeHelpDesk();
    const { token } = desk.sam;
    await problemOf("POST", SESSIONS, withKey("k", { token, body: { nonsense: 1 } }));
    await problemOf("POST", SESSIONS, withKey("k", { token, body: { team_id: newId() } }));
    expect(await keysOf(desk)).toEqual([]);
    expect((await call("POST", SESSIONS, withKey("k", { token, body: {} }))).status).toBe(201);
  });

  it("protects for a day and no longer", async () => {
    const desk = await makeHelpDesk();
    const given = withKey("k", { token: desk.sam.token, body: {} });
    const first = await answerOf("POST", SESSIONS, given);
    const age = (ms: number) =>
      desk.account.db.all(
        sql`UPDATE idempotency_keys SET created_at = created_at - ${ms} WHERE caller LIKE ${`${desk.account.id} %`}`,
      );
    await age(KEY_LIFETIME_MS - 60_000);
    expect(await answerOf("POST", SESSIONS, given)).toEqual({ ...first, replayed: "true" });
    await age(60_000);
    const later = await answerOf("POST", SESSIONS, given);
    expect(later).toMatchObject({ status: 201, replayed: null });
    expect(later.text).not.toBe(first.text);
  });

  it("keeps its answer sealed: nobody who reads the database reads the answer", async () => {
    const desk = await makeHelpDesk();
    const body = { name: "Monitoring", scopes: ["read"] };
    const given = withKey("k", { token: desk.olivia.token, body });
    const first = await answerOf("POST", "/api/v1/api-keys", given);
    const { key } = JSON.parse(first.text) as { key: string };
    expect(key).toMatch(/^baton_/);
    const [kept, ...others] = await keysOf(desk);
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ key: "k", status: 201, operation: "POST /api/v1/api-keys" });
    expect(JSON.stringify(kept)).not.toContain(key);
    expect(JSON.stringify(kept)).not.toContain("Monitoring");
    expect(await answerOf("POST", "/api/v1/api-keys", given)).toEqual({ ...first, replayed: "true" });
  });
});
