import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Handoff } from "../../src/contract/handoff.ts";
import { PICK_UP_LINK_MS, pickUpToken } from "../../src/domain/deliveries/pick-up-token.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { reassignHandoff } from "../../src/domain/handoffs/reassign-handoff.ts";
import { releaseHandoff } from "../../src/domain/handoffs/release-handoff.ts";
import { withdrawHandoff } from "../../src/domain/handoffs/withdraw-handoff.ts";
import { iso } from "../../src/platform/iso.ts";
import { newId } from "../../src/platform/new-id.ts";
import { sign } from "../../src/platform/sign.ts";
import { call } from "../support/call.ts";
import { type Mailed, mailed } from "../support/mailed-buttons.ts";
import { deactivate, remove } from "../support/people.ts";
import { everythingOf, handoffRow, logOf, sessionRow } from "../support/rows.ts";
import { openSocket } from "../support/stream-client.ts";

const { BETTER_AUTH_SECRET } = env;

async function opened(method: "GET" | "POST", path: string) {
  const response = await call(method, path);
  return { status: response.status, headers: response.headers, text: await response.text() };
}
/** What the page says, without its markup. */
const words = (text: string) =>
  text
    .replaceAll(/<style>.*<\/style>|<title>.*<\/title>/gs, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

const NOWHERE =
  "This link leads nowhere It is too old, was used, or is not about anything that waits to be picked up. Open the queue";

describe("following the button's link", () => {
  it("shows what it is about and changes nothing, however often a scanner does it", async () => {
    const sent = await mailed({ priority: "high" });
    const { account, engineer } = sent.room.desk;
    const before = await everythingOf(account);
    const page = await opened("GET", sent.buttonOf(sent.sam));
    expect(page.status).toBe(200);
    const when = `20\\d\\d, \\d\\d:\\d\\d UTC`;
    expect(words(page.text)).toMatch(
      new RegExp(
        `^Pick up Problem VPN drops Escalated by ${engineer.name} on \\d+ \\w+ ${when} Priority high Pick up$`,
      ),
    );
    expect(page.text).toContain(`<time datetime="${sent.handoff.created_at}">`);
    expect(page.text).toContain('<form method="post"><button type="submit">Pick up</button></form>');
    for (const method of ["HEAD", "GET", "HEAD", "OPTIONS", "PUT", "DELETE"]) {
      const response = await call(method, sent.buttonOf(sent.sam));
      expect([200, 405]).toContain(response.status);
      await response.body?.cancel();
    }
    expect(await everythingOf(account)).toEqual(before);
  });

  it("loads and leaks nothing, and reads no login", async () => {
    const sent = await mailed();
    const { headers, text } = await opened("GET", sent.buttonOf(sent.sam));
    const policy = headers.get("content-security-policy");
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("set-cookie")).toBeNull();
    expect(text).not.toMatch(/<script|onclick/);
  });

  it("shows what people wrote as text", async () => {
    const sent = await mailed();
    const problem = '<img src=x onerror="alert(1)">';
    const { db } = sent.room.desk.account;
    await db.all(sql`UPDATE sessions SET problem_summary = ${problem} WHERE id = ${sent.key.session_id}`);
    const { text } = await opened("GET", sent.buttonOf(sent.sam));
    expect(text).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
    expect(text).not.toContain("<img");
  });
});

describe("pressing the button", () => {
  it("picks up as the person whom the mail was sent to, once, and everybody sees it live", async () => {
    const sent = await mailed();
    const { account, engineer } = sent.room.desk;
    const client = await openSocket(engineer);
    await client.ready();
    const page = await opened("POST", sent.buttonOf(sent.sam));
    expect([page.status, words(page.text)]).toEqual([
      200,
      expect.stringMatching(/^You have it Problem VPN drops/),
    ]);
    expect(page.text).toContain(`href="/sessions/${sent.key.session_id}/handoffs/${sent.handoff.id}"`);
    const row = await handoffRow(account, sent.handoff.id);
    expect(row).toMatchObject({ status: "claimed", claimed_by: sent.sam.id, version: 2 });
    expect(await sessionRow(account, sent.key.session_id)).toMatchObject({
      status: "active",
      escalated_to_id: sent.sam.id,
    });
    const [event] = (await client.events(1)).slice(-1);
    expect(event).toMatchObject({
      type: "handoff_claimed",
      actor: { kind: "member", id: sent.sam.id, name: "Sam" },
      claimed_by: { id: sent.sam.id, name: "Sam" },
      claimed_at: iso(row.claimed_at ?? 0),
      read_back: null,
    });
    client.close();
    expect(await usedAt(sent)).toEqual({ Sam: row.claimed_at, Tom: null });

    const before = await everythingOf(account);
    for (const method of ["POST", "GET", "POST"] as const) {
      const again = await opened(method, sent.buttonOf(sent.sam));
      expect([again.status, words(again.text)]).toEqual([200, words(page.text)]);
    }
    expect(await everythingOf(account)).toEqual(before);
  });

  it("tells whoever comes second who has it and since when", async () => {
    const sent = await mailed();
    const { account } = sent.room.desk;
    await opened("POST", sent.buttonOf(sent.sam));
    const before = await everythingOf(account);
    const late = await opened("POST", sent.buttonOf(sent.tom));
    expect(late.status).toBe(409);
    expect(words(late.text)).toMatch(
      /^Somebody else has it Sam picked this up on \d+ \w+ 20\d\d, \d\d:\d\d UTC ?\./,
    );
    expect(late.text).toContain(
      `<time datetime="${iso((await handoffRow(account, sent.handoff.id)).claimed_at ?? 0)}">`,
    );
    const look = await opened("GET", sent.buttonOf(sent.tom));
    expect([look.status, words(look.text)]).toEqual([200, words(late.text)]);
    expect(await everythingOf(account)).toEqual(before);
  });

  it("at the moment of a claim on the page has one winner", async () => {
    for (let round = 0; round < 4; round++) {
      const sent = await mailed();
      const { account } = sent.room.desk;
      const path = `/api/v1/ai-sessions/${sent.key.session_id}/handoffs/${sent.handoff.id}/claim`;
      const onPage = () => call("POST", path, { token: sent.tom.token, body: {} });
      const byMail = () => call("POST", sent.buttonOf(sent.sam));
      const pressed = round % 2 === 0 ? [byMail(), byMail(), onPage()] : [onPage(), byMail(), byMail()];
      const answers = await Promise.all(pressed);
      const row = await handoffRow(account, sent.handoff.id);
      const mailWon = row.claimed_by === sent.sam.id;
      const statuses = answers.map(({ status }) => status).toSorted();
      expect(statuses).toEqual(mailWon ? [200, 200, 409] : [200, 409, 409]);
      const claims = (await logOf(account)).filter(({ type }) => type === "handoff_claimed");
      expect(claims).toMatchObject([{ claimed_by: { id: row.claimed_by }, version: 2 }]);
      expect((await usedAt(sent))["Sam"] !== null).toBe(mailWon);
      for (const answer of answers) await answer.body?.cancel();
    }
  });
});

describe("a button leads nowhere", () => {
  const endings: [string, (sent: Mailed) => Promise<unknown>][] = [
    [
      "once the handoff was put back into the queue",
      async (sent) => {
        const ctx = sent.room.desk.account.as(sent.tom, Date.now());
        await claimHandoff(ctx, sent.key, {});
        await releaseHandoff(ctx, sent.key, { reason: "Not mine" });
      },
    ],
    [
      "once whoever used it has put it back",
      async (sent) => {
        await opened("POST", sent.buttonOf(sent.sam));
        await releaseHandoff(sent.room.desk.account.as(sent.sam, Date.now()), sent.key, {
          reason: "Not mine",
        });
      },
    ],
    [
      "once another handoff has superseded it",
      (sent) => {
        const { account, engineer } = sent.room.desk;
        const input = { intent: "escalate" as const, priority: "high" as const };
        return handOffSession(account.as(engineer, Date.now()), sent.key.session_id, input);
      },
    ],
    [
      "once it is withdrawn",
      (sent) => {
        const { account, engineer } = sent.room.desk;
        return withdrawHandoff(account.as(engineer, Date.now()), sent.key, { reason: "Found it" });
      },
    ],
    ["for somebody who is inactive", (sent) => deactivate(sent.room.desk.account, sent.sam)],
    ["for somebody who was removed", (sent) => remove(sent.room.desk.account, sent.sam)],
    [
      "for somebody who only reads now",
      ({ room, sam }) =>
        room.desk.account.db.all(sql`UPDATE members SET role = 'viewer' WHERE id = ${sam.member_id}`),
    ],
    [
      "if its promise is not there",
      async (sent) => {
        await sent.room.desk.account.db.all(
          sql`DELETE FROM deliveries WHERE handoff_id = ${sent.handoff.id}`,
        );
      },
    ],
  ];

  it.each(endings)("%s", async (_, ends) => {
    const sent = await mailed();
    const button = sent.buttonOf(sent.sam);
    await ends(sent);
    await nowhere(sent, button, 410);
  });

  it("when it is older than seven days", async () => {
    const sent = await mailed();
    const link = { delivery_id: await deliveryOf(sent, sent.sam.id), version: 1 };
    const made = Date.now() - PICK_UP_LINK_MS;
    await nowhere(sent, `/pick-up/${await pickUpToken(BETTER_AUTH_SECRET, link, made)}`, 410);
  });

  it("when we never made it: forged, cut, spelled anew, or signed for something else", async () => {
    const sent = await mailed();
    const good = sent.buttonOf(sent.sam).slice("/pick-up/".length);
    const [text = "", mac = ""] = good.split(".");
    const link = { delivery_id: await deliveryOf(sent, sent.tom.id), version: 1 };
    const tomText = (await pickUpToken(BETTER_AUTH_SECRET, link, Date.now())).split(".")[0];
    const plain = `${link.delivery_id} 1 ${Date.now() + 1_000_000}`;
    const last = mac.at(-1) === "A" ? "B" : "A";
    const forged = [
      "x",
      text,
      `${text}.`,
      `.${mac}`,
      `${good}.${mac}`,
      `${tomText}.${mac}`,
      `${text}.${mac.slice(0, -1)}${last}`,
      `${text}.${mac}=`,
      `${text}=.${mac}`,
      `${text}.${"A".repeat(43)}`,
      newId(),
      encodeURIComponent("<script>alert(1)</script>"),
      await pickUpToken("another-secret-another-secret-another", link, Date.now()),
      await sign(BETTER_AUTH_SECRET, "something-else", plain),
    ];
    for (const token of forged) await nowhere(sent, `/pick-up/${token}`, 404);
    expect((await opened("GET", `/pick-up/${good}`)).status).toBe(200);
  });

  it("of one account is no key to another's: it opens the one handoff it was made for", async () => {
    const [sent, other] = [await mailed(), await mailed()];
    const before = await everythingOf(other.room.desk.account);
    expect((await opened("POST", sent.buttonOf(sent.sam))).status).toBe(200);
    expect(await everythingOf(other.room.desk.account)).toEqual(before);
    expect(await handoffRow(sent.room.desk.account, sent.handoff.id)).toMatchObject({
      claimed_by: sent.sam.id,
    });
  });

  it("to what was given to another since: it says who has it", async () => {
    const sent = await mailed();
    await opened("POST", sent.buttonOf(sent.sam));
    const to = { reason: "Shift ends", to_user_id: sent.tom.id };
    await reassignHandoff(sent.room.desk.account.as(sent.sam, Date.now()), sent.key, to);
    const page = await opened("POST", sent.buttonOf(sent.sam));
    expect([page.status, words(page.text)]).toEqual([409, expect.stringContaining("Tom picked this up on")]);
  });
});

/** Neither looking nor pressing does anything, and the words are the same for all. */
async function nowhere(sent: Mailed, path: string, status: 404 | 410): Promise<void> {
  const { account } = sent.room.desk;
  const before = await everythingOf(account);
  for (const method of ["GET", "POST"] as const) {
    const page = await opened(method, path);
    expect([page.status, words(page.text)], path).toEqual([status, NOWHERE]);
  }
  expect(await everythingOf(account)).toEqual(before);
}

async function usedAt({ room, handoff }: Mailed): Promise<Record<string, unknown>> {
  const rows = await room.desk.account.db.all(sql`SELECT u.name, d.link_used_at FROM deliveries d
    JOIN users u ON u.id = d.recipient_id WHERE d.handoff_id = ${handoff.id}`);
  return Object.fromEntries(rows.map((row) => [row["name"], row["link_used_at"]]));
}

async function deliveryOf({ room, handoff }: { room: Mailed["room"]; handoff: Handoff }, userId: string) {
  return (await room.ledger(handoff.id)).find((row) => row.recipient_id === userId)?.id ?? "";
}
