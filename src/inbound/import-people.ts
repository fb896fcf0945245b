import { type ImportFile, type Imported, type ImportedPerson, MOST_IMPORTED } from "../contract/import.ts";
import { line } from "./clean-text.ts";
import { invalid } from "./invalid-post.ts";
import { type Json, isObject, objectOf, objectsOf } from "./json-object.ts";
import { readCsv } from "./read-csv.ts";

/** What a file says about one person, wherever it says it. */
interface Mention {
  row: number;
  email: string | null;
  /** The tool's own id, by which its lists name people. */
  id: string | null;
  role: string | null;
  teams: string[];
  /** Somebody on a list only: not a person of their own. */
  listed: boolean;
}

/** Reads the people and on-call lists of a PagerDuty or Opsgenie export. @throws InvalidPost for a file that is neither */
export function readPeople({ format, content }: ImportFile): Imported {
  const { mentions, teams } = format === "csv" ? fromCsv(content) : fromJson(content);
  return gather(mentions, teams);
}

function gather(mentions: readonly Mention[], named: readonly string[]): Imported {
  const byId = new Map(mentions.filter(({ email }) => email).map(({ id, email }) => [id, email]));
  const people = new Map<string, ImportedPerson>();
  const problems: Imported["problems"] = [];
  for (const { row, email, id, role, teams, listed } of mentions) {
    const address = (email ?? (id === null ? null : (byId.get(id) ?? null)))?.toLowerCase() ?? null;
    if (address === null || !isAddress(address)) {
      problems.push({ row, detail: address === null ? "No e-mail address." : "This is no e-mail address." });
      continue;
    }
    const known = people.get(address);
    if (!known) people.set(address, { row, email: address, role: roleOf(role), teams: [...teams] });
    else {
      known.teams.push(...teams.filter((team) => !known.teams.includes(team)));
      if (!listed) known.role = roleOf(role);
    }
  }
  if (people.size > MOST_IMPORTED) throw invalid("/content", `may name at most ${MOST_IMPORTED} people.`);
  const all = new Set([...named, ...[...people.values()].flatMap(({ teams }) => teams)]);
  return {
    people: [...people.values()],
    teams: [...all].slice(0, MOST_IMPORTED),
    problems: problems.slice(0, 500),
  };
}

const COLUMNS = {
  email: ["email", "e-mail", "email address", "user email", "username", "login", "contact email"],
  id: ["id", "user id"],
  role: ["role", "base role", "user role", "global role"],
  teams: [
    "teams",
    "team",
    "team name",
    "schedule",
    "schedules",
    "schedule name",
    "on-call schedule",
    "rotation",
  ],
};

function fromCsv(content: string): { mentions: Mention[]; teams: string[] } {
  const [head, ...lines] = readCsv(content);
  const columns = head?.cells.map((name) => name.trim().toLowerCase().replaceAll("_", " ")) ?? [];
  const placeOf = (names: string[]) => columns.findIndex((column) => names.includes(column));
  const email = placeOf(COLUMNS.email);
  if (email < 0) throw invalid("/content", "must have a column with e-mail addresses.");
  const [id, role] = [placeOf(COLUMNS.id), placeOf(COLUMNS.role)];
  const lists = columns.flatMap((column, index) => (COLUMNS.teams.includes(column) ? [index] : []));
  const mentions = lines.map(({ row, cells }): Mention => ({
    row,
    email: line(cells[email]),
    id: id < 0 ? null : line(cells[id]),
    role: role < 0 ? null : line(cells[role]),
    teams: lists.flatMap((index) => (cells[index] ?? "").split(/[;|,\n]/)).flatMap(teamOf),
    listed: false,
  }));
  return { mentions, teams: [] };
}

function fromJson(content: string): { mentions: Mention[]; teams: string[] } {
  let file: unknown;
  try {
    file = JSON.parse(content);
  } catch {
    throw invalid("/content", "is not valid JSON.");
  }
  const top = objectOf(file);
  const lists = [file, top["users"], top["teams"], top["schedules"], top["oncalls"], top["data"]];
  const items = lists.flatMap(objectsOf);
  if (items.length === 0) throw invalid("/content", "must list users, teams or schedules.");
  const teams = objectsOf(top["teams"]).flatMap((team) => teamOf(team["name"] ?? team["summary"]));
  return { mentions: items.flatMap((item, index) => mentionsIn(item, index + 1)), teams };
}

/** Who is named in an item of an export, by its shape: a person, a team, a schedule, or somebody's turn on call. */
function mentionsIn(item: Json, row: number): Mention[] {
  const listed = (user: unknown, teams: string[]): Mention => ({
    ...personOf(objectOf(user), row),
    teams,
    listed: true,
  });
  const name = teamOf(item["name"] ?? item["summary"]);
  if (Array.isArray(item["members"]))
    return objectsOf(item["members"]).map((one) => listed(one["user"] ?? one, name));
  if (Array.isArray(item["rotations"])) {
    const owner = teamOf(objectOf(item["ownerTeam"])["name"]);
    const participants = objectsOf(item["rotations"]).flatMap((one) => objectsOf(one["participants"]));
    const people = participants.filter((one) => (one["type"] ?? "user") === "user");
    return people.map((one) => listed(one, owner.length > 0 ? owner : name));
  }
  if (Array.isArray(item["users"])) return objectsOf(item["users"]).map((one) => listed(one, name));
  if (isObject(item["user"])) {
    const schedule = objectOf(item["schedule"]);
    return [listed(item["user"], teamOf(schedule["summary"] ?? schedule["name"]))];
  }
  const isTeam = !("email" in item || "username" in item) && name.length > 0 && !("role" in item);
  if (isTeam) return [];
  const teams = objectsOf(item["teams"]).flatMap((team) => teamOf(team["summary"] ?? team["name"]));
  return [{ ...personOf(item, row), teams, listed: false }];
}

function personOf(user: Json, row: number): Omit<Mention, "teams" | "listed"> {
  const { role } = user;
  return {
    row,
    email: line(user["email"] ?? user["username"]),
    id: line(user["id"]),
    role: line(isObject(role) ? role["name"] : role),
  };
}

/** A team's name as ours can be: nothing of a name that a spreadsheet would run, or a browser, is more than text. */
function teamOf(value: unknown): string[] {
  const name = line(value, 100);
  return name ? [name] : [];
}

/** Nobody becomes an owner by a file. */
function roleOf(word: string | null): ImportedPerson["role"] {
  const text = (word ?? "").toLowerCase();
  if (/owner|admin/.test(text)) return "admin";
  return /observer|stakeholder|read.?only|restricted/.test(text) ? "viewer" : "engineer";
}

function isAddress(text: string): boolean {
  return (
    text.length <= 254 &&
    /^[a-z0-9](?:[\w.+-]*[\w+-])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(text) &&
    !text.includes("..")
  );
}
