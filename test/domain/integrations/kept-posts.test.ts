import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { newId } from "../../../src/platform/new-id.ts";
import { KEPT_BYTES, KEPT_POSTS } from "../../../src/domain/integrations/keep-post.ts";
import { call, json } from "../../support/call.ts";
import { type HelpDesk, makeHelpDesk } from "../../support/help-desk.ts";
import { type Tool, makeTool, taken } from "../../support/tool.ts";

/** So many posts of an hour ago, each of this weight. */
async function posted({ account }: HelpDesk, { id }: Tool, times: number, bytes: number): Promise<void> {
  const hour_ago = Date.now() - 60 * 60_000;
  const rows = Array.from({ length: times }, (_, index) => ({ id: newId(), at: hour_ago + index }));
  await account.db.all(sql`INSERT INTO integration_posts
      (id, account_id, integration_id, address, body, bytes, outcome, answer_status, handoff_ids, received_at)
    SELECT r.value ->> 'id', ${account.id}, ${id}, 'generic', '{"summary":"old"}', ${bytes}, 'no_effect', 200, '[]', r.value ->> 'at'
    FROM json_each(${JSON.stringify(rows)}) r`);
}

async function keptOf({ account }: HelpDesk, { id }: Tool) {
  const [row] = await account.db.all<{ posts: number; weight: number; oldest: number; newest: string }>(
    sql`SELECT count(*) AS posts, coalesce(sum(bytes), 0) AS weight, min(received_at) AS oldest,
        (SELECT body FROM integration_posts WHERE integration_id = ${id} ORDER BY received_at DESC, id DESC LIMIT 1) AS newest
      FROM integration_posts WHERE integration_id = ${id}`,
  );
  return row ?? { posts: 0, weight: 0, oldest: 0, newest: "" };
}

describe("what tools have posted", () => {
  it("is weighed in bytes, as it came", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    await taken(tool.post(undefined, "", { raw: '{"summary":"Tür"}' }));
    expect(await keptOf(desk, tool)).toMatchObject({ posts: 1, weight: 18 });
  });

  it.each([
    ["taken", { summary: "new" }, 201],
    ["refused", {}, 422],
  ])("is kept up to a thousand posts an integration, also when what comes is %s", async (_, body, status) => {
    const desk = await makeHelpDesk();
    const [tool, other] = [await makeTool(desk), await makeTool(desk)];
    await posted(desk, tool, KEPT_POSTS + 5, 10);
    await posted(desk, other, KEPT_POSTS + 5, 10);
    const before = await keptOf(desk, tool);
    const answer = await tool.post(body);
    await answer.body?.cancel();
    expect(answer.status).toBe(status);
    expect(await keptOf(desk, tool)).toMatchObject({
      posts: KEPT_POSTS,
      oldest: before.oldest + 6,
      newest: JSON.stringify(body),
    });
    expect((await keptOf(desk, other)).posts).toBe(KEPT_POSTS + 5);
  });

  it("is kept up to sixteen megabytes an integration, the newest in any case", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const heavy = 256 * 1024;
    await posted(desk, tool, 100, heavy);
    await taken(tool.post({ summary: "new" }));
    const kept = await keptOf(desk, tool);
    expect(kept.posts).toBe(KEPT_BYTES / heavy);
    expect(kept.weight).toBeLessThanOrEqual(KEPT_BYTES);
    expect(kept.newest).toBe('{"summary":"new"}');
  });

  it("is looked through with the first and every twenty-fifth post of a minute, so that few are beyond the bounds", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { posts_per_minute: 10_000 });
    await posted(desk, tool, KEPT_POSTS, 10);
    for (let times = 0; times < 60; times++) {
      await taken(tool.post({ summary: "new", dedup_key: "one" }));
      expect((await keptOf(desk, tool)).posts).toBeLessThan(KEPT_POSTS + 25);
    }
  });

  it("is bounded by replays, too, which the minute does not count", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    await posted(desk, tool, KEPT_POSTS, 10);
    const path = `/api/v1/integrations/${tool.id}/posts`;
    const { items } = await json<{ items: { id: string }[] }>(200, "GET", path, { token: desk.adam.token });
    await json(200, "POST", `${path}/${items[0]?.id}/replay`, { token: desk.adam.token });
    expect((await keptOf(desk, tool)).posts).toBe(KEPT_POSTS);
  });

  it("goes with its integration", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const { session_id } = await taken(tool.post({ summary: "new" }));
    expect((await keptOf(desk, tool)).posts).toBe(1);
    const gone = await call("DELETE", `/api/v1/integrations/${tool.id}`, { token: desk.adam.token });
    expect(gone.status).toBe(204);
    expect((await keptOf(desk, tool)).posts).toBe(0);
    await json(200, "GET", `/api/v1/ai-sessions/${session_id}`, { token: desk.adam.token });
  });
});
