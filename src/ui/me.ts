import { signal } from "@preact/signals";
import type { Login } from "../contract/member.ts";
import { WORKING_ROLES, type Role } from "../contract/role.ts";
import { ApiProblem } from "./api-problem.ts";
import { post, read, refusals, withoutReading } from "./api.ts";
import { dropSubscription, endTellingHere } from "./told-here.ts";

/** The person who is signed in, with the account and role they work in. */
export interface SignedIn {
  user: { id: string; name: string; email: string };
  account: { id: string; name: string };
  role: Role;
  teamId: string | null;
}

export type Who =
  | { kind: "unknown" }
  | { kind: "signed_in"; me: SignedIn }
  | { kind: "signed_out"; why: "never_in" | "ended" | "left" }
  | { kind: "no_account" }
  | { kind: "failed"; problem: ApiProblem };

/** Who looks at the page. */
export const who = signal<Who>({ kind: "unknown" });

// Signing out also ends the stream, and whichever of the two is heard first, the person has left.
let isLeaving = false;

refusals.on = (problem) => {
  if (problem.code === "no_account") who.value = { kind: "no_account" };
  else nobodyIsIn();
};

function nobodyIsIn(): void {
  if (who.peek().kind === "signed_out") return;
  const wasIn = who.peek().kind === "signed_in";
  who.value = { kind: "signed_out", why: isLeaving ? "left" : wasIn ? "ended" : "never_in" };
}

/** Asks the server who is signed in, and tells what it said. Throws `ApiProblem` for whoever is signed in and stays so. */
export async function loadMe(): Promise<Who> {
  try {
    tell(await read<Login | null>("/auth/login"));
  } catch (error) {
    const problem = ApiProblem.from(error);
    // Whoever is signed in stays so while the server cannot be reached: the page shows that elsewhere.
    if (who.peek().kind === "signed_in") throw problem;
    who.value = { kind: "failed", problem };
  }
  return who.peek();
}

function tell(login: Login | null): void {
  if (login === null) nobodyIsIn();
  else if (login.account === null || login.role === null) who.value = { kind: "no_account" };
  else {
    const { user, account, role, team_id } = login;
    who.value = { kind: "signed_in", me: { user, account, role, teamId: team_id } };
  }
}

/** Ends the login, and that this browser is told anything. Throws `ApiProblem` if the server could not be told. */
export async function signOut(): Promise<void> {
  isLeaving = true;
  const leaving = who.peek();
  try {
    if (leaving.kind === "signed_in") await endTellingHere(leaving.me.user.id);
    await withoutReading(async () => {
      await post("/auth/sign-out", {});
      who.value = { kind: "signed_out", why: "left" };
    });
    void dropSubscription().catch(() => undefined);
  } finally {
    isLeaving = false;
  }
}

/** Whether this person works sessions and takes part in escalations; viewers only read. */
export function isWorking(me: SignedIn): boolean {
  return WORKING_ROLES.includes(me.role);
}
