import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type {
  CreatedIntegration,
  Integration,
  IntegrationPost,
  MappingPreview,
} from "../../src/contract/integration.ts";
import { newId } from "../../src/platform/new-id.ts";
import { call, json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { cardsOf, makeTool, postsOf, taken } from "../support/tool.ts";
import { ledgerOf, logOf, sessionRow } from "../support/rows.ts";

const PATH = "/api/v1/integrations";
type Page<T> = { items: T[]; next_cursor: string | null };

describe("an integration", () => {
  it("is made with a key that is shown once and kept as its hash", async () => {
    const { account, adam } = await makeHelpDesk();
    const team_id = await account.team("Network");
    const body = { name: "Zabbix", kind: "generic", team_id, default_priority: "low" };
    const made = await json<CreatedIntegration>(201, "POST", PATH, { token: adam.token, body });
    expect(made).toEqual({
      id: expect.any(String),
      name: "Zabbix",
      kind: "generic",
      team_id,
      default_priority: "low",
      rules: [],
      mapping: null,
      signed: false,
      posts_per_minute: 120,
      heartbeat_minutes: null,
      active: true,
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      key_prefix: made.key.slice(0, 6),
      previous_key_until: null,
      last_post: null,
      heartbeat_at: null,
      heartbeat_due_at: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    const { key, ...shown } = made;
    expect(await json(200, "GET", `${PATH}/${made.id}`, { token: adam.token })).toEqual(shown);
    expect(await json(200, "GET", PATH, { token: adam.token })).toEqual({
      items: [shown],
      next_cursor: null,
    });
    const rows = await account.db.all(sql`SELECT * FROM integrations WHERE id = ${made.id}`);
    expect(JSON.stringify(rows)).not.toContain(key);
  });

  it("refuses what it cannot hold, by name", async () => {
    const { adam, account } = await makeHelpDesk();
    const team_id = newId();
    for (const [body, pointer] of [
      [{ kind: "generic" }, "/name"],
      [{ name: "x", kind: "nagios" }, "/kind"],
      [{ name: "x", kind: "generic", team_id }, "/team_id"],
      [{ name: "x", kind: "generic", colour: "red" }, "/colour"],
      [{ name: "x", kind: "generic", mapping: { summary: "no pointer" } }, "/mapping/summary"],
      [{ name: "x", kind: "generic", rules: [{ match: {}, suppress: true }] }, "/rules/0/match"],
      [{ name: "x", kind: "generic", rules: [{ match: { summary: "x" }, team_id }] }, "/rules/0/team_id"],
      [
        { name: "x", kind: "generic", rules: [{ match: { summary: "x" }, park: true, suppress: true }] },
        "/rules/0",
      ],
      [{ name: "x", kind: "generic", heartbeat_minutes: 0 }, "/heartbeat_minutes"],
    ] as const) {
      const problem = await problemOf("POST", PATH, { token: adam.token, body });
      expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([422, pointer]);
    }
    expect(await account.db.all(sql`SELECT 1 FROM integrations WHERE account_id = ${account.id}`)).toEqual(
      [],
    );
  });

  it("is one of two hundred: the next is refused until one is removed", async () => {
    const desk = await makeHelpDesk();
    const { account, adam } = desk;
    const { id } = await makeTool(desk);
    await account.db.all(sql`INSERT INTO integrations
        (id, account_id, name, kind, rules, key_prefix, key_hash, posts_per_minute, created_at, updated_at)
      SELECT ${account.id} || value, ${account.id}, 'x', 'generic', '[]', 'x', ${account.id} || value, 1, 1, 1
      FROM json_each(${JSON.stringify(Array.from({ length: 199 }, (_, index) => index))})`);
    const given = { token: adam.token, body: { name: "x", kind: "generic" } };
    const words = "At most 200 integrations; remove one first.";
    expect(await problemOf("POST", PATH, given)).toEqual(problemBody("invalid_transition", words, PATH));
    expect((await call("DELETE", `${PATH}/${id}`, { token: adam.token })).status).toBe(204);
    await json(201, "POST", PATH, given);
  });

  it("rotates its key: both work for a day, then the new one alone", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const path = `${PATH}/${tool.id}/rotate`;
    const next = await json<CreatedIntegration>(200, "POST", path, { token: desk.olivia.token });
    expect(Date.parse(next.previous_key_until ?? "") - Date.parse(next.updated_at)).toBe(24 * 60 * 60_000);
    const post = (key: string) =>
      call("POST", `/api/v1/inbound/${key}`, { body: { summary: "x", dedup_key: "k" } });
    expect((await post(next.key)).status).toBe(201);
    expect((await post(tool.key)).status).toBe(200);
    await desk.account.db.all(sql`UPDATE integrations SET previous_key_until = 1 WHERE id = ${tool.id}`);
    expect((await post(tool.key)).status).toBe(401);
    expect((await post(next.key)).status).toBe(200);
  });

  it("that is switched off or taken away opens nothing; what it posted stays", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { heartbeat_minutes: 5 });
    const card = await taken(tool.post({ summary: "x" }));
    const one = { token: desk.adam.token };
    const off = await json<Integration>(200, "PATCH", `${PATH}/${tool.id}`, {
      ...one,
      body: { active: false },
    });
    expect(off).toMatchObject({ active: false, heartbeat_due_at: null });
    expect((await tool.post({ summary: "x" })).status).toBe(401);
    const on = await json<Integration>(200, "PATCH", `${PATH}/${tool.id}`, {
      ...one,
      body: { active: true },
    });
    expect(on.heartbeat_due_at).not.toBe(null);
    expect((await tool.post({ summary: "x" })).status).toBe(201);
    expect((await call("DELETE", `${PATH}/${tool.id}`, one)).status).toBe(204);
    expect((await tool.post({ summary: "x" })).status).toBe(401);
    expect(await problemOf("GET", `${PATH}/${tool.id}`, one)).toMatchObject({ status: 404 });
    expect(await sessionRow(desk.account, card.session_id)).toMatchObject({ status: "escalated" });
  });
});

describe("rules", () => {
  const rules = [
    { match: { customer: "contoso*", "/env": "test" }, suppress: true },
    { match: { customer: "contoso*" }, priority: "critical" as const },
    { match: { summary: "*backup*" }, park: true },
  ];

  it("decide by the first that matches: what is suppressed, louder, or only parked", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { rules, default_priority: "low" });
    const suppressed = await taken<unknown>(
      tool.post({ summary: "a", customer: "Contoso Ltd", env: "TEST" }),
    );
    expect(suppressed).toEqual({ applied: false, reason: "A rule of the integration suppresses this." });
    await taken(tool.post({ summary: "b", customer: "Contoso Ltd" }));
    const parked = await taken(tool.post({ summary: "Nightly backup failed" }));
    await taken(tool.post({ summary: "c" }));
    expect((await cardsOf(desk)).map(({ priority, intent }) => [priority, intent])).toEqual([
      ["critical", "escalate"],
      ["low", "park"],
      ["low", "escalate"],
    ]);
    expect(parked.will_notify).toEqual([]);
    expect(await ledgerOf(desk.account, parked.handoff_id)).toEqual([]);
    expect(await sessionRow(desk.account, parked.session_id)).toMatchObject({ status: "paused" });
    expect(
      (await logOf(desk.account)).map(({ type }) => type).filter((type) => type === "handoff_parked"),
    ).toHaveLength(1);
    expect((await postsOf(desk)).map(({ outcome }) => outcome)).toEqual([
      "suppressed",
      "created",
      "created",
      "created",
    ]);
  });

  it("may name a team that has been dissolved since: then it is nobody's in particular", async () => {
    const desk = await makeHelpDesk();
    const team_id = await desk.account.team("Network");
    const tool = await makeTool(desk, { rules: [{ match: { summary: "*" }, team_id }] });
    const first = await taken(tool.post({ summary: "x" }));
    expect(await sessionRow(desk.account, first.session_id)).toMatchObject({ team_id });
    await desk.account.db.all(sql`DELETE FROM teams WHERE id = ${team_id}`);
    const second = await taken(tool.post({ summary: "x" }));
    expect(await sessionRow(desk.account, second.session_id)).toMatchObject({ team_id: null });
  });
});

describe("a mapping", () => {
  const mapping = { summary: "/alarm/text", dedup_key: "/alarm/id", priority: "/alarm/level" };
  const body = { alarm: { text: "Fan failed", id: "f1", level: "major" } };

  it("shows on a pasted body what would come of it, and nothing is kept", async () => {
    const { adam, account } = await makeHelpDesk();
    const trial = { mapping, body: JSON.stringify(body) };
    const shown = await json<{ events: object[] }>(200, "POST", `${PATH}/preview`, {
      token: adam.token,
      body: trial,
    });
    expect(shown).toMatchObject({
      events: [{ action: "trigger", summary: "Fan failed", dedup_key: "f1", priority: "high" }],
      decided_by: [null],
      ignored: null,
    });
    const rules = [
      { match: { summary: "Link*" }, suppress: true },
      { match: { summary: "fan*" }, park: true },
    ];
    const ruled = { token: adam.token, body: { ...trial, rules } };
    expect(await json<MappingPreview>(200, "POST", `${PATH}/preview`, ruled)).toMatchObject({
      decided_by: [1],
    });
    const wrong = { token: adam.token, body: { mapping: { summary: "/nowhere" }, body: "{}" } };
    expect(await problemOf("POST", `${PATH}/preview`, wrong)).toMatchObject({
      status: 422,
      errors: [{ pointer: "/nowhere" }],
    });
    expect(await logOf(account)).toEqual([]);
  });

  it("reads what the tool posts to our own address", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk, { mapping });
    const card = await taken(tool.post(body));
    expect(await sessionRow(desk.account, card.session_id)).toMatchObject({ problem_summary: "Fan failed" });
    expect(await taken(tool.post(body))).toMatchObject({ is_new: false });
  });
});

describe("the posts of an integration", () => {
  it("are listed with their raw bodies, what became of each, and its card; one can be taken again", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const given = { token: desk.adam.token };
    const card = await taken(tool.post({ summary: "x", dedup_key: "k" }));
    await (await tool.post(undefined, "/grafana", { raw: "{" })).text();
    const path = `${PATH}/${tool.id}/posts`;
    const { items } = await json<Page<IntegrationPost>>(200, "GET", path, given);
    const handoffs = [{ handoff_id: card.handoff_id, session_id: card.session_id }];
    expect(items).toMatchObject([
      { address: "grafana", body: "{", outcome: "refused", answer_status: 400, handoffs: [] },
      {
        address: "generic",
        body: '{"summary":"x","dedup_key":"k"}',
        outcome: "created",
        handoffs,
        replay_of: null,
      },
    ]);
    const first = await json<Page<IntegrationPost>>(200, "GET", `${path}?limit=1`, given);
    const rest = await json<Page<IntegrationPost>>(
      200,
      "GET",
      `${path}?limit=1&cursor=${first.next_cursor}`,
      given,
    );
    expect([...first.items, ...rest.items]).toEqual(items);
    const again = await json<{ results: object[] }>(200, "POST", `${path}/${items[1]?.id}/replay`, given);
    expect(again).toMatchObject({ results: [{ handoff_id: card.handoff_id, is_new: false }] });
    const [newest] = (await json<Page<IntegrationPost>>(200, "GET", path, given)).items;
    const seen = { last_post: { outcome: "counted", received_at: newest?.received_at } };
    expect(await json(200, "GET", `${PATH}/${tool.id}`, given)).toMatchObject(seen);
    expect(await json(200, "GET", PATH, given)).toMatchObject({ items: [seen] });
    expect(newest).toMatchObject({ outcome: "counted", replay_of: items[1]?.id, handoffs });
    expect(await problemOf("POST", `${path}/${items[0]?.id}/replay`, given)).toMatchObject({
      code: "malformed_json",
    });
  });

  it("are replayed once for one Idempotency-Key, with the first answer", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    await taken(tool.post({ summary: "x", dedup_key: "k" }));
    const { items } = await json<Page<IntegrationPost>>(200, "GET", `${PATH}/${tool.id}/posts`, {
      token: desk.adam.token,
    });
    const path = `${PATH}/${tool.id}/posts/${items[0]?.id}/replay`;
    const given = { token: desk.adam.token, headers: { "idempotency-key": "once" } };
    const answers = [await json(200, "POST", path, given), await json(200, "POST", path, given)];
    expect(answers[1]).toEqual(answers[0]);
    expect(await cardsOf(desk)).toMatchObject([{ occurrences: 2 }]);
  });

  it("of another account, or too old to be kept, are not there", async () => {
    const desk = await makeHelpDesk();
    const tool = await makeTool(desk);
    const path = `${PATH}/${tool.id}/posts/${newId()}/replay`;
    const detail = "There is no such post.";
    expect(await problemOf("POST", path, { token: desk.adam.token })).toEqual(
      problemBody("not_found", detail, path),
    );
  });
});
