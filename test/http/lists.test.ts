import { describe, expect, it } from "vitest";
import type { QueueRow } from "../../src/contract/handoff.ts";
import type { LoggedEvent } from "../../src/contract/event.ts";
import { call, json, problemOf } from "../support/call.ts";
import { handOff, makeHelpDesk, openSession } from "../support/help-desk.ts";

const SESSIONS = "/api/v1/ai-sessions";
interface Page {
  items: { id: string; handoff_id: string }[];
  next_cursor: string | null;
}

describe("the limit and the cursor of a list", () => {
  it.each([
    ["limit=0", "/limit"],
    ["limit=201", "/limit"],
    ["limit=-1", "/limit"],
    ["limit=1.5", "/limit"],
    ["limit=ten", "/limit"],
    ["limit=", "/limit"],
    ["cursor=", "/cursor"],
    ["cursor=nonsense", "/cursor"],
    ["cursor=WzFd", "/cursor"],
    [`cursor=${"x".repeat(501)}`, "/cursor"],
  ])("are refused when they are not ours: %s", async (query, pointer) => {
    const desk = await makeHelpDesk();
    const { session } = await handOff(desk);
    const { token } = desk.olivia;
    const lists = [SESSIONS, `${SESSIONS}/queue`, `${SESSIONS}/${session.id}/handoffs`, "/api/v1/handoffs"];
    for (const path of [
      ...lists,
      "/api/v1/members",
      "/api/v1/teams",
      "/api/v1/api-keys",
      "/api/v1/invitations",
    ]) {
      const problem = await problemOf("GET", `${path}?${query}`, { token });
      expect(problem).toMatchObject({ code: "validation_failed", instance: path, errors: [{ pointer }] });
      expect(problem.errors).toHaveLength(1);
    }
  });

  it.each([
    ["status=open", `${SESSIONS}`],
    ["mine=yes", `${SESSIONS}`],
    ["intent=help", `${SESSIONS}/queue`],
    ["priority=urgent", `${SESSIONS}/queue`],
    ["team_id=mine", `${SESSIONS}/queue`],
    ["scope=theirs", "/api/v1/handoffs"],
    ["sort=oldest", "/api/v1/handoffs"],
    ["status=lost", "/api/v1/handoffs"],
  ])("are beside filters whose words are known: %s", async (query, path) => {
    const { vik } = await makeHelpDesk();
    const problem = await problemOf("GET", `${path}?${query}`, { token: vik.token });
    const [pointer] = query.split("=");
    expect(problem.errors?.map((error) => error.pointer)).toEqual([`/${pointer}`]);
  });

  it("lead through the whole list of sessions", async () => {
    const desk = await makeHelpDesk();
    const ids = new Set<string>();
    for (let index = 0; index < 5; index++) ids.add((await openSession(desk)).id);
    const { token } = desk.vik;
    const seen: string[] = [];
    let query = "?limit=2";
    for (let pages = 0; pages < 3; pages++) {
      const page = await json<Page>(200, "GET", SESSIONS + query, { token });
      seen.push(...page.items.map(({ id }) => id));
      query = `?limit=2&cursor=${page.next_cursor}`;
      expect(page.next_cursor === null).toBe(pages === 2);
    }
    expect(seen.toSorted()).toEqual([...ids].toSorted());
  });
});

describe("the original's two lists", () => {
  it("stay plain arrays, whose next page is in Link with every filter", async () => {
    const desk = await makeHelpDesk();
    for (let index = 0; index < 3; index++) await handOff(desk, { priority: "high" });
    await handOff(desk);
    const { token } = desk.vik;
    const seen: string[] = [];
    let path: string | undefined = `${SESSIONS}/queue?priority=high&limit=2`;
    while (path) {
      const response = await call("GET", path, { token });
      seen.push(...(await response.json<QueueRow[]>()).map((row) => row.handoff_id));
      const link = response.headers.get("link");
      if (link)
        expect(link).toMatch(
          /^<\/api\/v1\/ai-sessions\/queue\?priority=high&limit=2&cursor=[\w-]+>; rel="next"$/,
        );
      path = link?.slice(1, link.indexOf(">"));
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });

  it("show the history of a session newest first", async () => {
    const desk = await makeHelpDesk();
    const { session, handoff } = await handOff(desk);
    const { token } = desk.sam;
    const path = `${SESSIONS}/${session.id}/handoff`;
    const next = await json<{ id: string }>(201, "POST", path, { token, body: { intent: "park" } });
    const response = await call("GET", `${path}s?limit=1`, { token });
    expect((await response.json<{ id: string }[]>()).map(({ id }) => id)).toEqual([next.id]);
    const link = response.headers.get("link") ?? "";
    const rest = await json<{ id: string }[]>(200, "GET", link.slice(1, link.indexOf(">")), { token });
    expect(rest.map(({ id }) => id)).toEqual([handoff.id]);
  });
});

describe("the position beside the queue", () => {
  it.each([`${SESSIONS}/queue`, "/api/v1/handoffs"])(
    "of %s is the end of the log as the rows show it",
    async (path) => {
      const desk = await makeHelpDesk();
      const { token } = desk.vik;
      const before = (await call("GET", path, { token })).headers.get("x-stream-position") ?? "";
      const { key } = await handOff(desk);
      const after = (await call("GET", path, { token })).headers.get("x-stream-position") ?? "";
      expect(before).toMatch(/^[0-9a-f]+\.0$/);
      expect(after).toBe(before.replace(/0$/, "1"));
      const timeline = `${SESSIONS}/${key.session_id}/handoffs/${key.handoff_id}/timeline`;
      const { items } = await json<{ items: LoggedEvent[] }>(200, "GET", timeline, { token });
      expect(items.map(({ seq }) => seq)).toEqual([1]);
    },
  );
});
