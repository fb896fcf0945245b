import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { DomainContext } from "../../../src/domain/context.ts";
import { changeMember, removeMember } from "../../../src/domain/members/change-member.ts";
import { call, json, problemOf } from "../../support/call.ts";
import { handOff, makeHelpDesk } from "../../support/help-desk.ts";
import { problemBody } from "../../support/problem-body.ts";
import { deactivate as leave } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, logOf } from "../../support/rows.ts";

const LAST_OWNER = "An account keeps at least one active owner.";
const lower = (ctx: DomainContext, id: string) => changeMember(ctx, id, { role: "engineer" });
const deactivate = (ctx: DomainContext, id: string) => changeMember(ctx, id, { active: false });

it("the last active owner cannot be lowered, deactivated or removed, whoever asks", async () => {
  const { account, olivia, adam } = await makeHelpDesk();
  await leave(account, await account.member("owner"));
  const refused = { code: "invalid_transition", detail: LAST_OWNER };
  const before = await everythingOf(account);
  for (const who of [olivia, adam]) {
    const ctx = account.as(who);
    expect(await refusal(changeMember(ctx, olivia.member_id, { role: "admin" }))).toEqual(refused);
    expect(await refusal(changeMember(ctx, olivia.member_id, { active: false }))).toEqual(refused);
    expect(await refusal(removeMember(ctx, olivia.member_id))).toEqual(refused);
    expect(ctx.committed.ended).toEqual([]);
  }
  expect(await everythingOf(account)).toEqual(before);
});

it.each([
  ["lower", lower, lower],
  ["deactivate", deactivate, deactivate],
  ["remove", removeMember, removeMember],
  ["lower and remove", lower, removeMember],
])("two owners who %s each other at once leave one owner", async (_, one, two) => {
  const { account, olivia } = await makeHelpDesk();
  const oscar = await account.member("owner", "Oscar");
  const both = await Promise.allSettled([
    one(account.as(olivia), oscar.member_id),
    two(account.as(oscar), olivia.member_id),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const refused = both.find((end) => end.status === "rejected");
  expect(refused?.reason).toMatchObject({ code: "invalid_transition", message: LAST_OWNER });
  const owners = await account.db.all(sql`SELECT id FROM members
    WHERE account_id = ${account.id} AND role = 'owner' AND active = 1 AND deleted_at IS NULL`);
  expect(owners).toHaveLength(1);
});

it("over HTTP the last owner is a 409, and an admin at another owner a 403", async () => {
  const { account, olivia, adam } = await makeHelpDesk();
  const path = `/api/v1/members/${olivia.member_id}`;
  const refused = problemBody("invalid_transition", LAST_OWNER, path);
  for (const { token } of [olivia, adam]) {
    expect(await problemOf("PATCH", path, { token, body: { role: "viewer" } })).toEqual(refused);
    expect(await problemOf("DELETE", path, { token })).toEqual(refused);
  }
  await account.member("owner");
  expect(await problemOf("DELETE", path, { token: adam.token })).toEqual(
    problemBody("forbidden", "Only an owner changes owners.", path),
  );
});

it("somebody who was removed can do nothing more, and what they did keeps their name", async () => {
  const desk = await makeHelpDesk();
  const { handoff, key } = await handOff(desk);
  const removed = await call("DELETE", `/api/v1/members/${desk.sam.member_id}`, { token: desk.adam.token });
  expect([removed.status, await removed.text()]).toEqual([204, ""]);
  const members = await json<{ items: { id: string }[] }>(200, "GET", "/api/v1/members", {
    token: desk.adam.token,
  });
  expect(members.items.map(({ id }) => id)).not.toContain(desk.sam.member_id);
  const me = await problemOf("GET", "/api/v1/me", { token: desk.sam.token });
  expect(me).toEqual(problemBody("no_account", "You are not an active member of an account.", "/api/v1/me"));
  const path = `/api/v1/ai-sessions/${key.session_id}/handoffs/${handoff.id}`;
  expect(await json(200, "GET", path, { token: desk.priya.token })).toMatchObject({
    handoff: { handed_off_by: desk.sam.id, handed_off_by_name: "Sam" },
  });
  expect(await logOf(desk.account)).toMatchObject([{ actor: { id: desk.sam.id, name: "Sam" } }]);
  const again = `/api/v1/members/${desk.sam.member_id}`;
  expect(await problemOf("DELETE", again, { token: desk.adam.token })).toEqual(
    problemBody("not_found", "There is no such member.", again),
  );
});

it("members are listed newest first, page by page, each once", async () => {
  const { account, olivia } = await makeHelpDesk();
  for (let number = 0; number < 4; number++) await account.member("viewer", `Viewer ${number}`);
  const expected = await account.db.all<{ id: string }>(
    sql`SELECT id FROM members WHERE account_id = ${account.id} ORDER BY created_at DESC, id DESC`,
  );
  const seen: string[] = [];
  let cursor = "";
  do {
    const path = `/api/v1/members?limit=4${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page = await json<{ items: { id: string }[]; next_cursor: string | null }>(200, "GET", path, {
      token: olivia.token,
    });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor ?? "";
  } while (cursor);
  expect(seen).toEqual(expected.map(({ id }) => id));
  expect(seen).toHaveLength(9);
});
