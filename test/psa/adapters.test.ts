import { describe, expect, test } from "vitest";
import { PSA_KINDS } from "../../src/contract/psa.ts";
import type { NewPsaConnection } from "../../src/contract/psa-connection.ts";
import { openPsa } from "../../src/psa/open-psa.ts";
import type { PsaAdapter, PsaMemory } from "../../src/psa/psa-adapter.ts";
import { type TestPsa, makePsa } from "../support/psa-room.ts";
import type { PsaStep } from "../support/psa-server/room.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const DAY = 24 * 60 * 60_000;
const MARKER = "Baton handoff 1a2b3c4d r1";
const NOTE = {
  id: "n1",
  ticketId: "123",
  title: "Escalated by Sam",
  text: `<Tried> & failed\n\n${MARKER}`,
  marker: MARKER,
};

function open(
  { connection }: Pick<TestPsa, "connection">,
  {
    now = NOW,
    memory = { learned: {}, learned_at: null } as PsaMemory,
    extra_hosts = [] as string[],
    timeout = 10_000,
  } = {},
): PsaAdapter {
  const line = { fetch: (url: string, init: RequestInit) => fetch(url, init), now: () => now, timeout };
  return openPsa(line, { extra_hosts, local: false }, connection, memory);
}

const push = (psa: PsaAdapter, given: Partial<typeof NOTE> & { internal?: boolean } = {}) =>
  psa.pushNote({ ...NOTE, internal: true, ...given });

describe.each(PSA_KINDS)("%s", (kind) => {
  test("says that the connection works", async () => {
    expect(await open(makePsa(kind)).verify()).toMatchObject({ kind: "ok", value: expect.any(String) });
  });

  test("takes a note into the ticket that people mean, and finds it again by its marker", async () => {
    const psa = makePsa(kind);
    const adapter = open(psa);
    const ticket = await adapter.resolveTicket(kind === "webhook" ? " 123 " : " #00123 ");
    const customer = kind === "webhook" ? null : "Contoso Ltd.";
    expect(ticket).toEqual({ kind: "ok", value: { id: "123", customer } });
    const pushed = await push(adapter);
    const { notes } = await psa.read();
    expect(notes).toHaveLength(1);
    expect(pushed).toEqual({ kind: "ok", value: String(notes[0]?.id) });
    expect(notes[0]?.text).toContain("<Tried> & failed");
    const found = kind === "webhook" ? null : String(notes[0]?.id);
    expect(await adapter.findNote("123", MARKER)).toEqual({ kind: "ok", value: found });
    expect(await adapter.findNote("123", MARKER.slice(0, -1))).toEqual({ kind: "ok", value: null });
    expect(await adapter.findNote("456", MARKER)).toEqual({ kind: "ok", value: null });
    expect(adapter.ticketUrl("123")).toMatch(/^https:\/\/\S*123$/);
  });

  test("is found wrong by its own words when the credentials are", async () => {
    const psa = makePsa(kind);
    const { connection } = psa;
    const wrong = Object.fromEntries(
      Object.entries(connection.credentials).map(([name, value]) => [
        name,
        name === "client_id" && kind === "connectwise"
          ? value
          : String(value).startsWith("whsec_")
            ? `whsec_${"A".repeat(43)}=`
            : "wrong-key",
      ]),
    );
    const result = await open({
      connection: { ...connection, credentials: wrong } as NewPsaConnection,
    }).verify();
    expect(result).toMatchObject({
      kind: "retry",
      blame: "connection",
      error: expect.stringMatching(/40[01]: .*(not valid|denied|wrong)/),
    });
    expect(JSON.stringify(result)).not.toContain("wrong-key");
  });

  const MISBEHAVIOURS: [string, PsaStep, object][] = [
    [
      "429 with a time",
      { answer: "says", status: 429, headers: { "Retry-After": "90" } },
      { kind: "retry", blame: "limit", after: 90_000 },
    ],
    [
      "409, the ticket is locked",
      { answer: "says", status: 409, body: { message: "Ticket is locked" } },
      { kind: "retry", blame: "ticket", error: "409: Ticket is locked" },
    ],
    [
      "401",
      { answer: "says", status: 403, body: { message: "No permission" } },
      { kind: "retry", blame: "connection" },
    ],
    [
      "422",
      { answer: "says", status: 422, body: { message: "Text is too long" } },
      { kind: "permanent", reason: "422: Text is too long" },
    ],
    ["a redirect", { answer: "redirect" }, { kind: "retry", blame: "connection" }],
    ["502 in HTML", { answer: "html", status: 502 }, { kind: "ambiguous" }],
    [
      "403 in HTML",
      { answer: "html", status: 403 },
      { kind: "retry", blame: "connection", error: "403: an HTML page instead of an answer" },
    ],
    [
      "nothing",
      { answer: "hangs" },
      { kind: "ambiguous", error: expect.stringContaining("did not answer within") },
    ],
    ["half an answer", { answer: "closes" }, { kind: "ambiguous" }],
    ["without end", { answer: "huge" }, { kind: "ambiguous", error: "The answer is too large." }],
  ];
  test.each(MISBEHAVIOURS)("a note that is answered with %s", async (_, step, result) => {
    const psa = makePsa(kind);
    await psa.script({ on: "note", ...step });
    // Only what never ends is waited for in vain: on a busy machine an honest answer takes a while, too.
    const timeout = step.answer === "hangs" || step.answer === "closes" ? 1_000 : 10_000;
    expect(await push(open(psa, { timeout }))).toMatchObject(result);
    const { strangers, notes } = await psa.read();
    expect(strangers).toEqual([]);
    expect(notes).toEqual([]);
  });
});

describe.each(["connectwise", "halopsa", "autotask"] as const)("%s", (kind) => {
  test("a ticket that is not there, or is no ticket, is wrong for good", async () => {
    const adapter = open(makePsa(kind));
    expect(await adapter.resolveTicket("99999")).toMatchObject({
      kind: "permanent",
      reason: expect.stringContaining("99999"),
    });
    expect(await adapter.resolveTicket("the printer one")).toMatchObject({ kind: "permanent" });
    expect(await adapter.resolveTicket("https://elsewhere.example.org/ticket?id=123")).toMatchObject({
      kind: "permanent",
    });
  });

  test.each(["html", "garbage"] as const)(
    "an answer of %s where a ticket was asked for is the connection's fault",
    async (answer) => {
      const psa = makePsa(kind);
      await psa.script({ on: "ticket", answer });
      expect(await open(psa).resolveTicket("123")).toMatchObject({ kind: "retry", blame: "connection" });
    },
  );

  test("a 2xx of garbage to a note leaves it open whether it is there", async () => {
    const psa = makePsa(kind);
    await psa.script({ on: "note", answer: "garbage", takes: true, status: 201 });
    const adapter = open(psa);
    expect(await push(adapter)).toMatchObject({ kind: "ambiguous" });
    expect(await adapter.findNote("123", MARKER)).toMatchObject({ kind: "ok", value: "7000" });
  });

  test("credentials that followed a redirect would be seen by this test's stranger", async () => {
    const psa = makePsa(kind);
    await psa.script({ answer: "redirect" });
    const follow = (url: string, init: RequestInit) => fetch(url, { ...init, redirect: "follow" });
    const line = { fetch: follow, now: () => NOW, timeout: 300 };
    await openPsa(line, { extra_hosts: [], local: false }, psa.connection, {
      learned: {},
      learned_at: null,
    }).verify();
    expect((await psa.read()).strangers).toHaveLength(1);
  });

  test("what its directory says is remembered for a day, and then asked for again", async () => {
    const psa = makePsa(kind);
    const memory: PsaMemory = { learned: {}, learned_at: null };
    const lookUps = async () =>
      (await psa.read()).calls.filter((call) => /companyinfo|authinfo|zoneInformation/.test(call)).length;
    for (const [now, count] of [
      [NOW, 1],
      [NOW + DAY - 1, 1],
      [NOW + DAY, 2],
    ] as const) {
      await open(psa, { now, memory }).verify();
      expect(await lookUps()).toBe(count);
    }
    expect(JSON.stringify(memory)).not.toMatch(/key|secret|token-/);
  });

  test("a directory that leads elsewhere is not followed with the credentials", async () => {
    const psa = makePsa(kind);
    const body = {
      Codebase: "../../evil/",
      auth_url: "https://stranger.example.org/x",
      url: "https://stranger.example.org/x/",
    };
    await psa.script({ on: "directory", answer: "says", body });
    expect(await open(psa).verify()).toMatchObject({ kind: "retry", blame: "connection" });
    const { strangers, calls } = await psa.read();
    expect(strangers).toEqual([]);
    expect(calls).toHaveLength(1);
  });
});

test("what a proxy repeats of our headers is shown to nobody", async () => {
  const connectWise = makePsa("connectwise");
  const company = String(connectWise.connection.settings["company_id" as never]);
  const proof = btoa(`${company}+pub-key:priv-key`);
  const halo = makePsa("halopsa");
  const adapter = open(halo);
  await adapter.verify();
  const [token = ""] = (await halo.read()).tokens;
  const refuses = (header: string) =>
    ({ on: "ticket", answer: "says", status: 403, body: { message: `No: ${header}.` } }) as const;
  await connectWise.script(refuses(`Basic ${proof}`));
  await halo.script(refuses(`Bearer ${token}`));
  expect([await open(connectWise).resolveTicket("123"), await adapter.resolveTicket("123")]).toMatchObject([
    { error: "403: No: Basic •••." },
    { error: "403: No: Bearer •••." },
  ]);
});

test("ConnectWise: project tickets are found and written to at their own address, notes for technicians alone", async () => {
  const psa = makePsa("connectwise");
  const adapter = open(psa);
  expect(await adapter.resolveTicket("Ticket #900")).toMatchObject({ value: { id: "project/900" } });
  await push(adapter, { ticketId: "project/900" });
  await push(adapter, { internal: false });
  const { notes, calls } = await psa.read();
  expect(notes.map(({ posted: { text: _, ...rest } }) => rest)).toEqual([
    { internalAnalysisFlag: true, processNotifications: false },
    { detailDescriptionFlag: true, processNotifications: false },
  ]);
  expect(calls).toContain("POST api-na.myconnectwise.net/v2026_1/apis/3.0/project/tickets/900/notes");
});

test("ConnectWise on premises is reached only where its host is allowed", async () => {
  const psa = makePsa("connectwise");
  const settings = { ...psa.connection.settings, site: "onprem.example.org" };
  const connection = { ...psa.connection, settings } as NewPsaConnection;
  expect(() => open({ connection })).toThrow("not one of this PSA's own hosts");
  expect(await open({ connection }, { extra_hosts: ["onprem.example.org"] }).verify()).toMatchObject({
    kind: "ok",
  });
});

test("ConnectWise: a company that nobody knows is said to be unknown", async () => {
  const { connection } = makePsa("connectwise");
  const settings = { ...connection.settings, company_id: "unknown-co" };
  const error = "na.myconnectwise.net knows no company “unknown-co”.";
  expect(await open({ connection: { ...connection, settings } as NewPsaConnection }).verify()).toEqual({
    kind: "retry",
    blame: "connection",
    error,
  });
});

test("HaloPSA: one token serves a run, and one that ran out before its time is fetched anew", async () => {
  const psa = makePsa("halopsa");
  const adapter = open(psa);
  await adapter.resolveTicket("123");
  await adapter.resolveTicket("456");
  const tokens = async () => (await psa.read()).calls.filter((call) => call.endsWith("/auth/token")).length;
  expect(await tokens()).toBe(1);
  await psa.script({ on: "note", answer: "expires" });
  expect(await push(adapter)).toMatchObject({ kind: "ok" });
  expect(await tokens()).toBe(2);
  expect((await psa.read()).notes.map(({ posted }) => posted)).toMatchObject([
    {
      ticket_id: 123,
      hiddenfromuser: true,
      sendemail: false,
      note_html: expect.stringContaining("&lt;Tried&gt; &amp; failed<br>"),
    },
  ]);
});

test("Autotask: tickets are found by their number, notes are internal by the tenant's own pick lists", async () => {
  const psa = makePsa("autotask");
  const adapter = open(psa);
  expect(await adapter.resolveTicket("t20240215.0001")).toMatchObject({
    value: { id: "123", customer: "Contoso Ltd." },
  });
  await push(adapter, { title: "x".repeat(400) });
  expect((await psa.read()).notes[0]?.posted).toMatchObject({
    noteType: 3,
    publish: 2,
    title: "x".repeat(250),
  });
});

test.each([
  ["Ticket is locked by another user", { kind: "retry", blame: "ticket" }],
  ["Thread threshold of 3 exceeded", { kind: "retry", blame: "limit" }],
  ["The logged in Resource does not have the adequate permissions", { kind: "retry", blame: "connection" }],
  ["description is too long", { kind: "permanent", reason: "description is too long" }],
])("Autotask: errors inside a 200 are errors: %s", async (words, result) => {
  const psa = makePsa("autotask");
  await psa.script({ on: "note", answer: "says", status: 200, body: { errors: [words] } });
  expect(await push(open(psa))).toMatchObject(result);
});

test("a webhook is signed, says all of it, and has the same id at every attempt", async () => {
  const psa = makePsa("webhook");
  await psa.script({ on: "note", answer: "closes", takes: true });
  const adapter = open(psa, { timeout: 1_000 });
  expect(await push(adapter)).toMatchObject({ kind: "ambiguous" });
  expect(await push(adapter)).toEqual({ kind: "ok", value: "7000" });
  expect((await psa.read()).notes.map(({ posted }) => posted)).toEqual([
    {
      note_id: "n1",
      ticket: "123",
      title: NOTE.title,
      text: NOTE.text,
      marker: MARKER,
      internal: true,
      webhook_id: "note_n1",
    },
  ]);
});
