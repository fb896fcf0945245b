import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { CreatedApiKey } from "../../../src/contract/api-key.ts";
import type { Team } from "../../../src/contract/member.ts";
import { iso } from "../../../src/platform/iso.ts";
import { sha256 } from "../../../src/platform/sha256.ts";
import { call, json, problemOf } from "../../support/call.ts";
import { NOON } from "../../support/factories.ts";
import { handOff, makeHelpDesk, openSession } from "../../support/help-desk.ts";
import { problemBody } from "../../support/problem-body.ts";
import { everythingOf, handoffRow, sessionRow } from "../../support/rows.ts";

const TEAMS = "/api/v1/teams";
const KEYS = "/api/v1/api-keys";

describe("a team", () => {
  it("has a name of its own within the account", async () => {
    const [{ account, adam }, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { token } = adam;
    const network = await json<Team>(201, "POST", TEAMS, { token, body: { name: "Network" } });
    const voice = await json<Team>(201, "POST", TEAMS, { token, body: { name: " Voice " } });
    expect(voice.name).toBe("Voice");
    const before = await everythingOf(account);
    const detail = "Another team has this name.";
    const taken = (path: string) =>
      problemBody("validation_failed", detail, path, { errors: [{ pointer: "/name", detail }] });
    expect(await problemOf("POST", TEAMS, { token, body: { name: "Network" } })).toEqual(taken(TEAMS));
    const path = `${TEAMS}/${voice.id}`;
    expect(await problemOf("PATCH", path, { token, body: { name: "Network" } })).toEqual(taken(path));
    expect(await everythingOf(account)).toEqual(before);
    await json(201, "POST", TEAMS, { token: other.olivia.token, body: { name: "Network" } });
    expect(await json(200, "PATCH", path, { token, body: { name: "Phones" } })).toEqual({
      id: voice.id,
      name: "Phones",
    });
    expect(network).toEqual({ id: expect.any(String), name: "Network" });
  });

  it("that is dissolved leaves its members, sessions and handoffs without a team", async () => {
    const desk = await makeHelpDesk();
    const team_id = await desk.account.team("Network");
    const nora = await desk.account.member("engineer", "Nora", team_id);
    const session = await openSession(desk, { problem_summary: "DNS", team_id });
    const { handoff } = await handOff(desk, { to_team_id: team_id }, { problem_summary: "VPN", team_id });
    const path = `${TEAMS}/${team_id}`;
    expect((await call("DELETE", path, { token: desk.adam.token })).status).toBe(204);
    const [member] = await desk.account.db.all(
      sql`SELECT role, team_id, active FROM members WHERE id = ${nora.member_id}`,
    );
    expect(member).toEqual({ role: "engineer", team_id: null, active: 1 });
    expect(await sessionRow(desk.account, session.id)).toMatchObject({ team_id: null, status: "active" });
    expect(await handoffRow(desk.account, handoff.id)).toMatchObject({
      status: "open",
      team_id: null,
      to_team_id: null,
    });
    expect(await problemOf("DELETE", path, { token: desk.adam.token })).toEqual(
      problemBody("not_found", "There is no such team.", path),
    );
  });
});

describe("an API key", () => {
  it("is shown once and kept as a hash alone", async () => {
    const { account, olivia } = await makeHelpDesk();
    const { token } = olivia;
    const body = { name: "Monitoring", scopes: ["read", "read"] };
    const made = await json<CreatedApiKey>(201, "POST", KEYS, { token, body });
    const { key, ...shown } = made;
    expect(made).toEqual({
      id: expect.any(String),
      name: "Monitoring",
      scopes: ["read"],
      prefix: key.slice(0, 12),
      key: expect.stringMatching(/^baton_\S{20,}$/),
      expires_at: null,
      created_at: expect.any(String),
    });
    const [row] = await account.db.all(sql`SELECT * FROM api_keys WHERE id = ${made.id}`);
    expect(row).toMatchObject({ hash: await sha256(key), created_by: olivia.id, account_id: account.id });
    expect(JSON.stringify(row)).not.toContain(key);
    expect(await json(200, "GET", KEYS, { token })).toEqual({ items: [shown], next_cursor: null });
    expect(await json(200, "GET", "/api/v1/me", { token: key })).toMatchObject({ scopes: ["read"] });
  });

  it("cannot be made for a time that has passed", async () => {
    const { account, adam } = await makeHelpDesk();
    const before = await everythingOf(account);
    const body = { name: "Late", scopes: ["read"], expires_at: iso(Date.now() - 1_000) };
    const detail = "This moment has passed.";
    expect(await problemOf("POST", KEYS, { token: adam.token, body })).toEqual(
      problemBody("validation_failed", detail, KEYS, { errors: [{ pointer: "/expires_at", detail }] }),
    );
    expect(await everythingOf(account)).toEqual(before);
    const later = { ...body, expires_at: iso(Math.max(NOON, Date.now()) + 60_000) };
    expect(await json(201, "POST", KEYS, { token: adam.token, body: later })).toMatchObject({
      expires_at: later.expires_at,
    });
  });

  it("that was revoked is none", async () => {
    const [{ account, adam }, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const { id, key } = await account.apiKey(["read"]);
    const path = `${KEYS}/${id}`;
    const unknown = problemBody("not_found", "There is no such API key.", path);
    expect(await problemOf("DELETE", path, { token: other.olivia.token })).toEqual(unknown);
    expect((await call("GET", "/api/v1/me", { token: key })).status).toBe(200);
    expect((await call("DELETE", path, { token: adam.token })).status).toBe(204);
    expect(await problemOf("GET", "/api/v1/me", { token: key })).toEqual(
      problemBody("unauthenticated", "Sign in, or send a valid token.", "/api/v1/me"),
    );
    expect(await problemOf("DELETE", path, { token: adam.token })).toEqual(unknown);
  });
});
