import { expect, it } from "vitest";
import { json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { handoffRow, logOf, sessionRow } from "../support/rows.ts";
import { alertsOf, cardsOf, makeTool, postsOf, taken } from "../support/tool.ts";

const DISK = { summary: "Disk full", dedup_key: "disk" };
const OVER = { action: "resolve", dedup_key: "disk" };

it("two tools of one account may use the same dedup key: each counts and resolves its own", async () => {
  const desk = await makeHelpDesk();
  const [one, other] = [await makeTool(desk), await makeTool(desk)];
  const first = await taken(one.post(DISK));
  expect(await taken(other.post(DISK))).toMatchObject({ is_new: true });
  expect(await taken(one.post(OVER))).toEqual({ applied: true, handoff_id: first.handoff_id });
  expect((await cardsOf(desk)).map(({ status }) => status)).toEqual(["resolved", "open"]);
});

it("a tool of one account reaches nothing of another's, neither by its dedup keys nor by names of posts", async () => {
  const [ours, theirs] = [await makeHelpDesk(), await makeHelpDesk()];
  const [own, foreign] = [await makeTool(ours), await makeTool(theirs)];
  const headers = { "idempotency-key": "once" };
  const card = await taken(own.post(DISK, "", { headers }));
  const before = [await cardsOf(ours), await alertsOf(ours), await logOf(ours.account)];
  const none = { applied: false, reason: "There is no open alert with this key." };
  expect(await taken(foreign.post(OVER))).toEqual(none);
  expect(await taken(foreign.post({ ...OVER, dedup_key: card.handoff_id }))).toEqual(none);
  const made = await taken(foreign.post(DISK, "", { headers }));
  expect(made).toMatchObject({ is_new: true });
  expect(made.handoff_id).not.toBe(card.handoff_id);
  expect([await cardsOf(ours), await alertsOf(ours), await logOf(ours.account)]).toEqual(before);
  expect((await cardsOf(theirs)).map(({ id }) => id)).toEqual([made.handoff_id]);
});

it("posts are shown to the admins of their account alone, and only under their own integration", async () => {
  const [ours, theirs] = [await makeHelpDesk(), await makeHelpDesk()];
  const [own, sibling, foreign] = [await makeTool(ours), await makeTool(ours), await makeTool(theirs)];
  await taken(own.post(DISK));
  const posts = (tool: { id: string }) => `/api/v1/integrations/${tool.id}/posts`;
  const listed = await json<{ items: { id: string }[] }>(200, "GET", posts(own), { token: ours.adam.token });
  const id = listed.items[0]?.id ?? "";
  for (const [path, token] of [
    [`${posts(own)}/${id}/replay`, theirs.adam.token],
    [`${posts(foreign)}/${id}/replay`, theirs.adam.token],
    [`${posts(sibling)}/${id}/replay`, ours.adam.token],
  ] as const) {
    expect(await problemOf("POST", path, { token })).toMatchObject({ status: 404, code: "not_found" });
  }
  expect(await problemOf("GET", posts(own), { token: theirs.adam.token })).toMatchObject({ status: 404 });
  expect(await problemOf("GET", posts(own), { token: ours.priya.token })).toMatchObject({ status: 403 });
  expect(await postsOf(ours)).toHaveLength(1);
  expect(await postsOf(theirs)).toEqual([]);
});

it("what a tool writes stays text: its summary is one line, and only addresses of pages become links", async () => {
  const desk = await makeHelpDesk();
  const tool = await makeTool(desk);
  const links = ["javascript:alert(1)", "data:text/html,x", "https://wiki.example/ok"];
  const summary = "<b>Disk</b>\r\nBcc: a@b.example\u2028[here](https://evil.example)";
  const card = await taken(tool.post({ summary, links }));
  expect(await sessionRow(desk.account, card.session_id)).toMatchObject({
    problem_summary: "<b>Disk</b> Bcc: a@b.example [here](https://evil.example)",
  });
  expect(await handoffRow(desk.account, card.handoff_id)).toMatchObject({
    engineer_notes: "Link: https://wiki.example/ok",
  });
});
