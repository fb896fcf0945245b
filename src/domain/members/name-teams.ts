import { type SQL, sql } from "drizzle-orm";
import type { Team, TeamName } from "../../contract/member.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { teams } from "../../db/schema.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";

/** The account's teams, newest first. */
export async function listTeams(ctx: DomainContext, page: PageRequest): Promise<PageOf<Team>> {
  const after = page.after ? sql`AND (created_at, id) < (${page.after.at}, ${page.after.id})` : sql``;
  const rows = await ctx.db.all<Team & { created_at: number }>(sql`SELECT id, name, created_at FROM teams
    WHERE account_id = ${ctx.account_id} ${after} ORDER BY created_at DESC, id DESC LIMIT ${page.limit + 1}`);
  const present = ({ id, name }: Team): Team => ({ id, name });
  return cutPage(rows, page.limit, present, (row) => ({ at: row.created_at, id: row.id }));
}

/** @throws DomainError `validation_failed` for a name that another team has */
export async function createTeam(ctx: DomainContext, { name }: TeamName): Promise<Team> {
  const team = { id: ctx.newId(), name };
  const row = { ...team, account_id: ctx.account_id, created_at: ctx.now };
  const operation = unguarded(ctx);
  const statements = [insertWhere(teams, row, operation.stands)];
  await unlessTaken(commit(ctx, { operation, statements, answer: team }));
  return team;
}

/** @throws DomainError `not_found`, `validation_failed` for a name that another team has */
export async function renameTeam(ctx: DomainContext, id: string, { name }: TeamName): Promise<Team> {
  const set = sql`UPDATE teams SET name = ${name}`;
  const [team] = await unlessTaken(ctx.db.all<Team>(only(ctx, id, set)));
  if (!team) throw notFound("team");
  return team;
}

/** Dissolves a team; its members and work stay, without a team. @throws DomainError `not_found` */
export async function deleteTeam(ctx: DomainContext, id: string): Promise<void> {
  const gone = await ctx.db.all(only(ctx, id, sql`DELETE FROM teams`));
  if (gone.length === 0) throw notFound("team");
}

function only(ctx: DomainContext, id: string, statement: SQL): SQL {
  return sql`${statement} WHERE id = ${id} AND account_id = ${ctx.account_id} RETURNING id, name`;
}

async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const taken = error instanceof Error && error.message.includes("UNIQUE constraint failed: teams");
    throw taken ? invalidField("/name", "Another team has this name.") : error;
  }
}

/** @throws DomainError `not_found` */
export async function loadTeam(ctx: DomainContext, id: string): Promise<Team> {
  const [team] = await ctx.db.all<Team>(sql`SELECT id, name FROM teams
    WHERE id = ${id} AND account_id = ${ctx.account_id}`);
  if (!team) throw notFound("team");
  return team;
}
