import { describe, expect, it } from "vitest";
import type { PageMark } from "../../../src/domain/page.ts";
import { createSession } from "../../../src/domain/sessions/create-session.ts";
import { listSessions } from "../../../src/domain/sessions/list-sessions.ts";
import { resolveSession } from "../../../src/domain/sessions/resolve-session.ts";
import { NOON, type TestAccount, type TestMember, makeAccount } from "../../support/factories.ts";
import { asKey } from "../../support/people.ts";

const WHOLE = { limit: 50, after: null };

async function someSessions(account: TestAccount, who: TestMember, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    // Two by two in the same millisecond, so that paging cannot lean on time alone.
    const ctx = account.as(who, NOON + Math.floor(index / 2));
    ids.push((await createSession(ctx, { problem_summary: `Problem ${index}` })).id);
  }
  return ids;
}

describe("the list of sessions", () => {
  it("shows the account's sessions, newest first, and no other account's", async () => {
    const [account, other] = [await makeAccount(), await makeAccount()];
    const sam = await account.member("engineer");
    await someSessions(other, await other.member("engineer"), 2);
    const ids = await someSessions(account, sam, 3);
    const { items, next } = await listSessions(account.as(sam), {}, WHOLE);
    expect(items.map(({ created_at }) => created_at)).toEqual(
      items.map(({ created_at }) => created_at).toSorted((a, b) => b.localeCompare(a)),
    );
    expect(items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(next).toBeNull();
  });

  it("pages through all of them without a gap or a double, also where moments are equal", async () => {
    const account = await makeAccount();
    const sam = await account.member("engineer");
    await someSessions(account, sam, 7);
    const whole = (await listSessions(account.as(sam), {}, WHOLE)).items.map(({ id }) => id);
    const seen: string[] = [];
    let after: PageMark | null = null;
    do {
      const page: Awaited<ReturnType<typeof listSessions>> = await listSessions(
        account.as(sam),
        {},
        { limit: 3, after },
      );
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(seen).toEqual(whole);
    expect(seen).toHaveLength(7);
  });

  it("narrows to a status, to my own, to a customer, to words in any case", async () => {
    const account = await makeAccount();
    const [sam, priya] = [await account.member("engineer", "Sam"), await account.member("engineer", "Priya")];
    const done = await createSession(account.as(sam), { customer: "Contoso", device: "PRN-7" });
    await resolveSession(account.as(sam), done.id, { resolution: "Done" });
    const hers = await createSession(account.as(priya), {
      problem_summary: "VPN 100 % down_",
      customer: "Fabrikam",
    });
    const find = async (query: Parameters<typeof listSessions>[1]) =>
      (await listSessions(account.as(sam), query, WHOLE)).items.map(({ id }) => id);
    expect(await find({ status: "resolved" })).toEqual([done.id]);
    expect(await find({ mine: "true" })).toEqual([done.id]);
    expect(await find({ customer: "Fabrikam" })).toEqual([hers.id]);
    expect(await find({ q: "prn" })).toEqual([done.id]);
    expect(await find({ q: "vpn 100 %" })).toEqual([hers.id]);
    expect(await find({ q: "%" })).toEqual([hers.id]);
    expect(await find({ q: "contoso", status: "active" })).toEqual([]);
  });

  it("means by a tool's own sessions those that it opened", async () => {
    const account = await makeAccount();
    const [tool, another] = [await asKey(account, ["read", "escalate"]), await asKey(account, ["escalate"])];
    const own = await createSession(tool, {});
    await createSession(another, {});
    const { items } = await listSessions(tool, { mine: "true" }, WHOLE);
    expect(items.map(({ id }) => id)).toEqual([own.id]);
  });
});
