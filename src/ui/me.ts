import { signal } from "@preact/signals";
import type { Me } from "../contract/member.ts";
import { WORKING_ROLES, type Role } from "../contract/role.ts";
import { ApiProblem } from "./api-problem.ts";
import { post, read, refusals } from "./api.ts";
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
  | { kind: "no_account"; problem: ApiProblem }
  | { kind: "failed"; problem: ApiProblem };

/** Who looks at the page. */
export const who = signal<Who>({ kind: "unknown" });

// Signing out also ends the stream, and whichever of the two is heard first, the person has left.
let isLeaving = false;

refusals.on = (problem) => {
  if (problem.code === "no_account") who.value = { kind: "no_account", problem };
  else if (who.peek().kind !== "signed_out") {
    const wasIn = who.peek().kind === "signed_in";
    who.value = { kind: "signed_out", why: isLeaving ? "left" : wasIn ? "ended" : "never_in" };
  }
};

/** Asks the server who is signed in, and tells what it said. */
export async function loadMe(): Promise<Who> {
  try {
    const { user, account, role, team_id } = await read<Me>("/me");
    if (user === null || role === null) who.value = { kind: "signed_out", why: "never_in" };
    else who.value = { kind: "signed_in", me: { user, account, role, teamId: team_id ?? null } };
  } catch (error) {
    const problem = ApiProblem.from(error);
    // A refused login and a missing account are already told by the request itself.
    const isTold = problem.status === 401 || problem.code === "no_account";
    // Whoever is signed in stays so while the server cannot be reached: the page shows that elsewhere.
    if (!isTold && who.peek().kind !== "signed_in") who.value = { kind: "failed", problem };
    if (!isTold && who.peek().kind === "signed_in") throw problem;
  }
  return who.peek();
}

/** Ends the login, and that this browser is told anything. Throws `ApiProblem` if the server could not be told. */
export async function signOut(): Promise<void> {
  isLeaving = true;
  const leaving = who.peek();
  try {
    if (leaving.kind === "signed_in") await endTellingHere(leaving.me.user.id);
    await post("/auth/sign-out", {});
    void dropSubscription().catch(() => undefined);
    who.value = { kind: "signed_out", why: "left" };
  } finally {
    isLeaving = false;
  }
}

/** Whether this person works sessions and takes part in escalations; viewers only read. */
export function isWorking(me: SignedIn): boolean {
  return WORKING_ROLES.includes(me.role);
}
