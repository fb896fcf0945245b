import { sql } from "drizzle-orm";
import type { ImportReport, Imported } from "../../contract/import.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { INVITATION_MS } from "./invite-member.ts";

/**
 * Invites the people of an export and makes the teams that their on-call lists name; who and what is there already is
 * left alone. `seal` seals the invitation's mail. A dry run reports the same and writes nothing.
 * @throws DomainError `forbidden` (only members invite)
 */
export async function importPeople(
  ctx: DomainContext,
  { people, teams, problems }: Imported,
  { dry_run, seal }: { dry_run: boolean; seal: (email: string) => Promise<string> },
): Promise<ImportReport> {
  const { actor } = ctx;
  if (actor.kind !== "member") throw new DomainError("forbidden", "Only members invite.");
  const there = await whatIsThere(
    ctx,
    people.map(({ email }) => email),
  );
  const nameOf = (team: string) => there.teams.get(team.toLowerCase()) ?? team;
  const newTeams = uniqueNames(teams).filter((team) => !there.teams.has(team.toLowerCase()));
  const invited = people.filter(({ email }) => !there.members.has(email) && !there.invited.has(email));
  const rows = invited.map(({ email, role, teams: [team] }) => ({
    kind: "invitation" as const,
    name: email,
    role,
    team: team === undefined ? null : nameOf(uniqueNames(teams).find((one) => same(one, team)) ?? team),
  }));
  const report: ImportReport = {
    dry_run,
    created: [...newTeams.map((name) => ({ kind: "team" as const, name, role: null, team: null })), ...rows],
    skipped: [
      ...[...there.teams.values()]
        .filter((name) => teams.some((team) => same(team, name)))
        .map((name) => ({ kind: "team" as const, name, reason: "There is a team of this name." })),
      ...people.flatMap(({ email: name }) => {
        const reason = there.members.has(name)
          ? "A member already."
          : there.invited.has(name)
            ? "Invited already."
            : null;
        return reason ? [{ kind: "invitation" as const, name, reason }] : [];
      }),
    ],
    problems,
  };
  if (dry_run || report.created.length === 0) return report;
  await write(ctx, actor.user_id, newTeams, rows, seal, report);
  return report;
}

interface Invited {
  name: string;
  role: string;
  team: string | null;
}

async function write(
  ctx: DomainContext,
  inviter_id: string,
  teams: readonly string[],
  invited: readonly Invited[],
  seal: (email: string) => Promise<string>,
  answer: ImportReport,
): Promise<void> {
  const named = teams.map((name) => ({ id: ctx.newId(), name }));
  const people: (Invited & { id: string; job: string; payload: string })[] = [];
  for (const one of invited) {
    people.push({ ...one, id: ctx.newId(), job: ctx.newId(), payload: await seal(one.name) });
  }
  const all = sql`json_each(${JSON.stringify(people)}) p`;
  const statements = [
    sql`INSERT INTO teams (id, account_id, name, created_at)
      SELECT t.value ->> 'id', ${ctx.account_id}, t.value ->> 'name', ${ctx.now} FROM json_each(${JSON.stringify(named)}) t
      WHERE 1 ON CONFLICT DO NOTHING`,
    sql`INSERT INTO invitations (id, account_id, email, role, team_id, status, inviter_id, expires_at, created_at)
      SELECT p.value ->> 'id', ${ctx.account_id}, p.value ->> 'name', p.value ->> 'role',
        (SELECT t.id FROM teams t WHERE t.account_id = ${ctx.account_id} AND t.name = p.value ->> 'team'),
        'pending', ${inviter_id}, ${ctx.now + INVITATION_MS}, ${ctx.now} FROM ${all}`,
    sql`INSERT INTO outbox (id, account_id, kind, subject_id, payload, next_attempt_at, created_at)
      SELECT p.value ->> 'job', ${ctx.account_id}, 'send_mail', p.value ->> 'id', p.value ->> 'payload', ${ctx.now}, ${ctx.now}
      FROM ${all}`,
  ];
  await commit(ctx, { operation: unguarded(ctx), statements, jobs: people.map(({ job }) => job), answer });
}

/** Which of these addresses belong to members or are invited, and the account's teams by their names in lower case. */
async function whatIsThere(ctx: DomainContext, emails: readonly string[]) {
  const given = sql`(SELECT value FROM json_each(${JSON.stringify(emails)}))`;
  const [members = [], invited = [], teams = []] = await ctx.db.batch([
    sql`SELECT u.email FROM users u JOIN members m ON m.user_id = u.id
      WHERE u.email IN ${given} AND m.account_id = ${ctx.account_id} AND m.deleted_at IS NULL`,
    sql`SELECT i.email FROM invitations i WHERE i.email IN ${given} AND i.status = 'pending'
      AND i.account_id = ${ctx.account_id} AND i.expires_at > ${ctx.now}`,
    sql`SELECT name FROM teams WHERE account_id = ${ctx.account_id}`,
  ]);
  const names = teams.map(({ name }) => String(name));
  return {
    members: new Set(members.map(({ email }) => String(email))),
    invited: new Set(invited.map(({ email }) => String(email))),
    teams: new Map(names.map((name) => [name.toLowerCase(), name])),
  };
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Names that differ by more than upper and lower case, each as it came first. */
function uniqueNames(names: readonly string[]): string[] {
  return [...new Map(names.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
}
