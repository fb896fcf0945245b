import { describe, expect, it } from "vitest";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON, makeAccount } from "../../support/factories.ts";
import { asKey } from "../../support/people.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, logOf, sessionRow } from "../../support/rows.ts";

describe("opening a session", () => {
  it("starts an engineer's session with the defaults of the contract", async () => {
    const account = await makeAccount();
    const sam = await account.member("engineer", "Sam");
    const session = await createSession(account.as(sam), {});
    expect(session).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      account_id: account.id,
      team_id: null,
      user_id: sam.id,
      user_name: "Sam",
      source: { kind: "member", integration_id: null, name: "Sam" },
      session_type: "guided",
      intake_type: "free_text",
      intake_content: {},
      problem_summary: null,
      problem_domain: null,
      customer: null,
      contact: null,
      device: null,
      status: "active",
      confidence_tier: "discovery",
      step_count: 0,
      is_branching: false,
      active_branch_id: null,
      handoff_count: 0,
      escalation_package: null,
      escalated_to_id: null,
      escalated_to_name: null,
      psa_ticket_ref: null,
      psa_connection_id: null,
      resolution: null,
      documentation_at: null,
      created_at: iso(NOON),
      updated_at: iso(NOON),
      resolved_at: null,
    });
    expect(await sessionRow(account, session.id)).toMatchObject({
      account_id: account.id,
      user_id: sam.id,
      status: "active",
      created_at: NOON,
    });
    expect(await logOf(account)).toEqual([]);
  });

  it("keeps everything that the engineer knows already", async () => {
    const account = await makeAccount();
    const team_id = await account.team("Network");
    const known = {
      problem_summary: "VPN drops every hour",
      problem_domain: "network",
      customer: "Contoso",
      contact: "Kim",
      device: "FW-1",
      session_type: "express",
      intake_type: "form",
      intake_content: { since: "Monday", steps: ["restart"] },
      confidence_tier: "diagnosis",
      team_id,
      psa_ticket_ref: "T-1001",
    };
    const session = await createSession(account.as(await account.member("engineer")), known);
    expect(session).toMatchObject(known);
    expect(await sessionRow(account, session.id)).toMatchObject(known);
  });

  it("belongs to the engineer's team unless another one, or none, is named", async () => {
    const account = await makeAccount();
    const [network, servers] = [await account.team("Network"), await account.team("Servers")];
    const sam = account.as(await account.member("engineer", "Sam", network));
    expect((await createSession(sam, {})).team_id).toBe(network);
    expect((await createSession(sam, { team_id: servers })).team_id).toBe(servers);
    expect((await createSession(sam, { team_id: null })).team_id).toBeNull();
  });

  it("belongs to nobody when a tool opens it, and says which tool", async () => {
    const account = await makeAccount();
    const tool = await asKey(account);
    const session = await createSession(tool, { problem_summary: "Disk full" });
    const id = tool.actor.kind === "api_key" ? tool.actor.id : "";
    expect(session).toMatchObject({
      user_id: null,
      user_name: null,
      team_id: null,
      source: { kind: "integration", integration_id: id, name: "Monitoring" },
    });
    expect((await sessionRow(account, session.id)).api_key_id).toBe(id);
  });

  it("refuses a team of another account, and writes nothing", async () => {
    const [account, other] = [await makeAccount(), await makeAccount()];
    const sam = account.as(await account.member("engineer"));
    const team_id = await other.team("Network");
    const before = await everythingOf(account);
    expect(await refusal(createSession(sam, { team_id }))).toEqual({
      code: "validation_failed",
      detail: "There is no such team.",
      errors: [{ pointer: "/team_id", detail: "There is no such team." }],
    });
    expect(await everythingOf(account)).toEqual(before);
  });
});
