import { describe, expect, it } from "vitest";
import { ROLES, type Scope } from "../../src/contract/role.ts";
import type { Operation } from "../../src/http/operation.ts";
import { ACCESS, ROWS } from "./access-rows.ts";
import { type AccessCaller, foreignWorld, keyCaller, memberCaller, requestFor } from "./access-world.ts";
import { call, problemOf } from "./call.ts";
import { makeHelpDesk } from "./help-desk.ts";
import { deactivate, orphan, remove } from "./people.ts";
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
    it("asks whoever comes without a login to sign in", async () => {
      const desk = await makeHelpDesk();
      const { path, body } = await requestFor(op, desk, memberCaller(desk, desk.sam));
      const before = await everythingOf(desk.account);
      expect(await problemOf(method, path, { ...(body && { body }) })).toEqual({
        type: "/problems/unauthenticated",
        title: "Sign in first",
        status: 401,
        detail: "Sign in, or send a valid token.",
        instance: path,
        code: "unauthenticated",
        request_id: expect.any(String),
      });
      expect(await everythingOf(desk.account)).toEqual(before);
    });

    it("gives nothing of another account away and changes nothing there", async () => {
      const them = await foreignWorld(op);
      const us = await makeHelpDesk();
      const before = await everythingOf(them.desk.account);
      const { path, body } = them.request;
      const given = { token: us.olivia.token, ...(body && { body }) };
      if (op.path.includes("{")) {
        expect(await problemOf(method, path, given)).toMatchObject({ status: 404, code: "not_found" });
      } else {
        const response = await call(method, path, given);
        expect(response.status).toBe(op.status);
        const answer = op.answer ? await response.text() : await firstWords(response);
        if (op.stream) expect(answer).toContain(us.account.id);
        expect(them.ids.filter((id) => answer.includes(id))).toEqual([]);
      }
      expect(await everythingOf(them.desk.account)).toEqual(before);
    });

    for (const role of ROLES) {
      const may = row.roles.includes(role);
      it(`${may ? "is for" : "refuses"} the role ${role}`, async () => {
        const desk = await makeHelpDesk();
        const caller = memberCaller(desk, await desk.account.member(role));
        const request = await requestFor(op, desk, may ? caller : memberCaller(desk, desk.sam));
        if (may) await expectDone(caller, request);
        else await expectRefused(desk, method, caller, request, "forbidden");
      });
    }

    for (const scopes of KEYS) {
      const may = scopes.some((scope) => row.scopes.includes(scope));
      it(`${may ? "is for" : "refuses"} an API key that may ${scopes.join(" and ")}`, async () => {
        const desk = await makeHelpDesk();
        const caller = await keyCaller(desk, scopes);
        const request = await requestFor(op, desk, may ? caller : memberCaller(desk, desk.sam));
        if (may) await expectDone(caller, request);
        else await expectRefused(desk, method, caller, request, "forbidden");
      });
    }

    it("refuses whoever is inactive, was removed, or belongs to no account", async () => {
      for (const end of [deactivate, remove, orphan]) {
        const desk = await makeHelpDesk();
        const gone = await desk.account.member("owner", "Gone");
        await end(desk.account, gone);
        const request = await requestFor(op, desk, memberCaller(desk, desk.sam));
        await expectRefused(desk, method, memberCaller(desk, gone), request, "no_account");
      }
    });
  });
}

const WORDS = {
  forbidden: { title: "Not allowed", detail: "Your role or your key's scopes do not allow this." },
  no_account: { title: "No active account", detail: "You are not an active member of an account." },
};

async function expectRefused(
  { account }: Awaited<ReturnType<typeof makeHelpDesk>>,
  method: string,
  { token }: AccessCaller,
  { path, body }: { path: string; body?: object },
  code: keyof typeof WORDS,
): Promise<void> {
  const before = await everythingOf(account);
  expect(await problemOf(method, path, { token, ...(body && { body }) })).toEqual({
    type: `/problems/${code}`,
    ...WORDS[code],
    status: 403,
    instance: path,
    code,
    request_id: expect.any(String),
  });
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
