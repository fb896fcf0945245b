import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import {
  INVITATION_MS,
  inviteMember,
  listInvitations,
  withdrawInvitation,
} from "../../../src/domain/members/invite-member.ts";
import type { Invitation } from "../../../src/contract/member.ts";
import { iso } from "../../../src/platform/iso.ts";
import { newId } from "../../../src/platform/new-id.ts";
import { unseal } from "../../../src/platform/seal.ts";
import { json } from "../../support/call.ts";
import { NOON, type TestAccount } from "../../support/factories.ts";
import { makeHelpDesk } from "../../support/help-desk.ts";
import { refusal } from "../../support/refusal.ts";
import { everythingOf, jobsOf } from "../../support/rows.ts";

const address = () => `newcomer-${newId()}@test.example`;
const ALL = { limit: 50, after: null };
const statuses = ({ db, id }: TestAccount) =>
  db.all(sql`SELECT email, role, status FROM invitations WHERE account_id = ${id} ORDER BY created_at, id`);

describe("an invitation", () => {
  it("is a row and the promise of its mail, in one batch", async () => {
    const { account, adam } = await makeHelpDesk();
    const team_id = await account.team("Network");
    const email = address();
    let batches = 0;
    const db = { ...account.db, batch: (queries: never[]) => (batches++, account.db.batch(queries)) };
    const ctx = { ...account.as(adam), db };
    const invitation = await inviteMember(ctx, { email, role: "engineer" }, "sealed");
    expect(batches).toBe(1);
    expect(invitation).toEqual({
      id: expect.any(String),
      email,
      role: "engineer",
      team_id: null,
      expires_at: iso(NOON + INVITATION_MS),
    });
    expect(await jobsOf(account)).toMatchObject([
      { kind: "send_mail", subject_id: invitation.id, status: "pending", next_attempt_at: NOON },
    ]);
    expect(ctx.committed.jobs.size).toBe(1);
    const withTeam = await inviteMember(account.as(adam), { email: address(), role: "viewer", team_id }, "x");
    expect(withTeam).toMatchObject({ role: "viewer", team_id });
  });

  it("is mailed sealed, with a link to the sign-in for its address", async () => {
    const { account, olivia } = await makeHelpDesk();
    const email = address();
    const body = { email: email.toUpperCase(), role: "owner" };
    const path = "/api/v1/invitations";
    const made = await json<Invitation>(201, "POST", path, { token: olivia.token, body });
    expect(made).toMatchObject({ email, role: "owner", team_id: null });
    // Whether the consumer was quicker does not matter: what it would send is read where it still waits.
    const [job] = await account.db.all<{ payload: string | null; status: string }>(
      sql`SELECT payload, status FROM outbox WHERE subject_id = ${made.id}`,
    );
    if (job?.payload) {
      expect(job.payload).not.toContain("newcomer");
      expect(JSON.parse(await unseal(env.BETTER_AUTH_SECRET, job.payload))).toMatchObject({
        to: email,
        content: {
          subject: "Olivia invites you to Test MSP on Baton",
          action: { url: `https://baton.example/sign-in?email=${encodeURIComponent(email)}` },
        },
      });
    } else expect(job).toMatchObject({ status: "done" });
    const list = await json(200, "GET", path, { token: olivia.token });
    expect(list).toEqual({ items: [made], next_cursor: null });
  });

  it("replaces an earlier one of the same address, in this account only", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const email = address();
    await inviteMember(other.account.as(other.olivia), { email, role: "admin" }, "x");
    await inviteMember(desk.account.as(desk.adam), { email, role: "viewer" }, "x");
    const later = desk.account.as(desk.adam, NOON + 1);
    const second = await inviteMember(later, { email, role: "engineer" }, "x");
    expect(await statuses(desk.account)).toEqual([
      { email, role: "viewer", status: "canceled" },
      { email, role: "engineer", status: "pending" },
    ]);
    expect(await listInvitations(later, ALL)).toEqual({ items: [second], next: null });
    expect(await statuses(other.account)).toEqual([{ email, role: "admin", status: "pending" }]);
  });

  it("is refused for a member, an unknown team, and an owner whom an admin invites; nothing is written", async () => {
    const { account, adam, olivia, vik } = await makeHelpDesk();
    const before = await everythingOf(account);
    const invite = (who: typeof adam, input: Parameters<typeof inviteMember>[1]) =>
      refusal(inviteMember(account.as(who), input, "x"));
    expect(await invite(olivia, { email: vik.email, role: "viewer" })).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/email", detail: "This person is a member already." }],
    });
    expect(await invite(olivia, { email: address(), role: "viewer", team_id: newId() })).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/team_id", detail: "There is no such team." }],
    });
    expect(await invite(adam, { email: address(), role: "owner" })).toEqual({
      code: "forbidden",
      detail: "Only an owner invites owners.",
    });
    expect(await everythingOf(account)).toEqual(before);
  });

  it("can be taken back once, by its own account", async () => {
    const [desk, other] = [await makeHelpDesk(), await makeHelpDesk()];
    const ctx = desk.account.as(desk.adam);
    const { id } = await inviteMember(ctx, { email: address(), role: "engineer" }, "x");
    const unknown = { code: "not_found", detail: "There is no such invitation." };
    expect(await refusal(withdrawInvitation(other.account.as(other.olivia), id))).toEqual(unknown);
    expect(await statuses(desk.account)).toMatchObject([{ status: "pending" }]);
    await withdrawInvitation(ctx, id);
    expect(await statuses(desk.account)).toMatchObject([{ status: "canceled" }]);
    expect(await listInvitations(ctx, ALL)).toEqual({ items: [], next: null });
    expect(await refusal(withdrawInvitation(ctx, id))).toEqual(unknown);
  });

  it("that has run out is not listed", async () => {
    const { account, adam } = await makeHelpDesk();
    const made = await inviteMember(account.as(adam), { email: address(), role: "engineer" }, "x");
    const list = (now: number) => listInvitations(account.as(adam, now), ALL);
    expect((await list(NOON + INVITATION_MS - 1)).items).toEqual([made]);
    expect((await list(NOON + INVITATION_MS)).items).toEqual([]);
  });
});
