import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { ImportReport } from "../../src/contract/import.ts";
import { MailJob } from "../../src/contract/mail-job.ts";
import { unseal } from "../../src/platform/seal.ts";
import { newId } from "../../src/platform/new-id.ts";
import { json, problemOf } from "../support/call.ts";
import { type HelpDesk, makeHelpDesk } from "../support/help-desk.ts";
import { everythingOf } from "../support/rows.ts";

const PATH = "/api/v1/account/import";

async function makeExport({ account, priya }: HelpDesk) {
  await account.team("Network");
  const [kim, pat] = [`kim-${newId()}@contoso.example`, `pat-${newId()}@contoso.example`];
  const content = [
    "Name,Email,Role,Teams",
    `Kim,${kim},Global Admin,network`,
    `Pat,${pat},Observer,<b>Servers</b>`,
    `Priya,${priya.email},Responder,Network`,
    "Broken,no address,Responder,",
  ].join("\n");
  return { kim, pat, body: { source: "pagerduty", format: "csv", content } };
}

describe("an import", () => {
  it("first reports what it would do and writes nothing, then does it, then finds it done", async () => {
    const desk = await makeHelpDesk();
    const { kim, pat, body } = await makeExport(desk);
    const before = await everythingOf(desk.account);
    const given = { token: desk.adam.token, body };
    const dry = await json<ImportReport>(200, "POST", `${PATH}?dry_run=true`, given);
    expect(await everythingOf(desk.account)).toEqual(before);
    expect(dry).toEqual({
      dry_run: true,
      created: [
        { kind: "team", name: "<b>Servers</b>", role: null, team: null },
        { kind: "invitation", name: kim, role: "admin", team: "Network" },
        { kind: "invitation", name: pat, role: "viewer", team: "<b>Servers</b>" },
      ],
      skipped: [
        { kind: "team", name: "Network", reason: "There is a team of this name." },
        { kind: "invitation", name: desk.priya.email, reason: "A member already." },
      ],
      problems: [{ row: 5, detail: "This is no e-mail address." }],
    });
    expect(await json(200, "POST", PATH, given)).toEqual({ ...dry, dry_run: false });
    const invited = await desk.account.db
      .all(sql`SELECT i.email, i.role, t.name, i.inviter_id FROM invitations i
      LEFT JOIN teams t ON t.id = i.team_id WHERE i.account_id = ${desk.account.id} ORDER BY i.email`);
    expect(invited).toEqual([
      { email: kim, role: "admin", name: "Network", inviter_id: desk.adam.id },
      { email: pat, role: "viewer", name: "<b>Servers</b>", inviter_id: desk.adam.id },
    ]);
    const again = await json<ImportReport>(200, "POST", PATH, given);
    expect(again.created).toEqual([]);
    expect(again.skipped.map(({ reason }) => reason)).toContain("Invited already.");
  });

  it("mails each invitation once", async () => {
    const desk = await makeHelpDesk();
    const { kim, pat, body } = await makeExport(desk);
    const given = { token: desk.adam.token, body, headers: { "idempotency-key": "k" } };
    await json(200, "POST", `${PATH}?dry_run=false`, given);
    await json(200, "POST", `${PATH}?dry_run=false`, given);
    const jobs = await desk.account.db.all<{ payload: string | null }>(
      sql`SELECT o.payload FROM outbox o JOIN invitations i ON i.id = o.subject_id WHERE i.account_id = ${desk.account.id}`,
    );
    expect(jobs).toHaveLength(2);
    for (const { payload } of jobs.filter((job) => job.payload !== null)) {
      const mail = MailJob.parse(JSON.parse(await unseal(env.BETTER_AUTH_SECRET, payload ?? "")));
      expect([kim, pat]).toContain(mail.to);
      expect(mail.content.subject).toBe("Adam invites you to Test MSP on Baton");
    }
  });

  it("says what is wrong with a file", async () => {
    const { adam } = await makeHelpDesk();
    const body = { source: "opsgenie", format: "json", content: "{" };
    expect(await problemOf("POST", PATH, { token: adam.token, body })).toMatchObject({
      status: 422,
      code: "validation_failed",
      errors: [{ pointer: "/content", detail: "is not valid JSON." }],
    });
  });
});
