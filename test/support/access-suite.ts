import { beforeAll, describe, expect, it } from "vitest";
import { ROLES, type Scope } from "../../src/contract/role.ts";
import type { Operation } from "../../src/http/operation.ts";
import { ACCESS, ROWS } from "./access-rows.ts";
import { type AccessCaller, foreignWorld, keyCaller, memberCaller, requestFor } from "./access-world.ts";
import { call, problemOf } from "./call.ts";
import { type HelpDesk, makeHelpDesk } from "./help-desk.ts";
import { deactivate, orphan, remove } from "./people.ts";
import { problemBody } from "./problem-body.ts";
import { everythingOf } from "./rows.ts";

const KEYS: Scope[][] = [["read"], ["escalate"], ["read", "escalate"]];

/** The operations that have been given this suite. */
export const covered = new Set<string>();

/** Who may call an operation and who may not, by role, scope, account and membership (`api.md` §1 and §2). */
export function accessSuite(op: Operation): void {
  const access = ACCESS[op.id];
  if (!access) return;
  covered.add(op.id);
  const row: { roles: readonly string[]; scopes: readonly string[] } = ROWS[access.row];
  const method = op.method.toUpperCase();
  const expectDone = async (caller: AccessCaller, { path, body }: { path: string; body?: object }) => {
    const response = await call(method, path, { token: caller.token, ...(body && { body }) });
    expect(response.status, response.status === op.status ? "" : await response.clone().text()).toBe(
      op.status,
    );
    await response.body?.cancel();
  };

  describe(`${method} ${op.path}`, () => {
    // What is carried out has consequences behind the answer; where nothing may change, nothing is carried out.
    let busy: HelpDesk;
    let quiet: HelpDesk;
    beforeAll(async () => {
      [busy, quiet] = await Promise.all([makeHelpDesk(), makeHelpDesk()]);
    });
    const attempt = async (may: boolean, callerIn: (desk: HelpDesk) => Promise<AccessCaller>) => {
      const desk = may ? busy : quiet;
      const caller = await callerIn(desk);
      const request = await requestFor(op, desk, may ? caller : memberCaller(desk, desk.sam));
      if (may) await expectDone(caller, request);
      else await expectRefused(desk, method, caller, request, "forbidden");
    };

    it("asks whoever comes without a login to sign in", async () => {
      const { path, body } = await requestFor(op, quiet, memberCaller(quiet, quiet.sam));
      const before = await everythingOf(quiet.account);
      const detail = "Sign in, or send a valid token.";
      expect(await problemOf(method, path, { ...(body && { body }) })).toEqual(
        problemBody("unauthenticated", detail, path),
      );
      expect(await everythingOf(quiet.account)).toEqual(before);
    });

    it("gives nothing of another account away and changes nothing there", async () => {
      const them = await foreignWorld(op);
      const before = await everythingOf(them.desk.account);
      const { path, body } = them.request;
      const given = { token: busy.olivia.token, ...(body && { body }) };
      if (op.path.includes("{")) {
        expect(await problemOf(method, path, given)).toMatchObject({ status: 404, code: "not_found" });
      } else {
        const response = await call(method, path, given);
        expect(response.status).toBe(op.status);
        const answer = op.answer ? await response.text() : await firstWords(response);
        if (op.stream === "text/event-stream") expect(answer).toContain(busy.account.id);
        expect(them.ids.filter((id) => answer.includes(id))).toEqual([]);
      }
      expect(await everythingOf(them.desk.account)).toEqual(before);
    });

    for (const role of ROLES) {
      const may = row.roles.includes(role);
      it(`${may ? "is for" : "refuses"} the role ${role}`, () =>
        attempt(may, async (desk) => memberCaller(desk, await desk.account.member(role))));
    }

    for (const scopes of KEYS) {
      const may = scopes.some((scope) => row.scopes.includes(scope));
      it(`${may ? "is for" : "refuses"} an API key that may ${scopes.join(" and ")}`, () =>
        attempt(may, (desk) => keyCaller(desk, scopes)));
    }

    it("refuses whoever is inactive, was removed, or belongs to no account", async () => {
      const request = await requestFor(op, quiet, memberCaller(quiet, quiet.sam));
      for (const end of [deactivate, remove, orphan]) {
        const gone = await quiet.account.member("owner", "Gone");
        await end(quiet.account, gone);
        await expectRefused(quiet, method, memberCaller(quiet, gone), request, "no_account");
      }
    });
  });
}

const WORDS = {
  forbidden: "Your role or your key's scopes do not allow this.",
  no_account: "You are not an active member of an account.",
};

async function expectRefused(
  { account }: HelpDesk,
  method: string,
  { token }: AccessCaller,
  { path, body }: { path: string; body?: object },
  code: keyof typeof WORDS,
): Promise<void> {
  const before = await everythingOf(account);
  const problem = await problemOf(method, path, { token, ...(body && { body }) });
  expect(problem).toEqual(problemBody(code, WORDS[code], path));
  expect(await everythingOf(account)).toEqual(before);
}

/** What a stream says first. */
async function firstWords(response: Response): Promise<string> {
  if (!response.body) return "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let words = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    words += next.value;
    if (words.includes("event: ready")) break;
  }
  await reader.cancel();
  return words;
}
