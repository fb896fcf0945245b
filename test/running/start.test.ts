import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test, vi } from "vitest";
import { runBaton } from "../../src/local/run-baton.ts";
import {
  emptyState,
  isGroupAlive,
  type RunningBaton,
  startBaton,
  startInVain,
  type StartOptions,
} from "../support/running-baton.ts";

const QUICKLY = { timeout: 5_000, interval: 20 };

let running: RunningBaton[] = [];
afterEach(async () => {
  await Promise.all(running.map((baton) => baton.killHard()));
  running = [];
});

async function started(options?: StartOptions): Promise<RunningBaton> {
  const baton = await startBaton(options);
  running.push(baton);
  onTestFailed(() => console.log(baton.printed()));
  return baton;
}

interface SignedIn {
  token: string;
  user: { id: string; name: string; email: string };
  account: { id: string; name: string };
  role: string;
}

async function signIn(url: string, email: string): Promise<SignedIn> {
  const response = await post(`${url}/api/v1/demo/sign-in`, { email });
  expect(response.status).toBe(200);
  return (await response.json()) as SignedIn;
}

function post(url: string, body: unknown, token?: string): Promise<Response> {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const headers = { "content-type": "application/json", ...authorization };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

async function get(url: string, token?: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  return { status: response.status, body: await response.json() };
}

async function sessionIds(baton: RunningBaton, token: string): Promise<string[]> {
  const { status, body } = await get(`${baton.url}/api/v1/ai-sessions?limit=200`, token);
  expect(status).toBe(200);
  return (body as { items: { id: string }[] }).items.map((session) => session.id).sort();
}

async function createSession(baton: RunningBaton, token: string): Promise<string> {
  const response = await post(`${baton.url}/api/v1/ai-sessions`, { problem_summary: "VPN drops" }, token);
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

describe("a Baton that was started on an empty state folder", () => {
  let baton: RunningBaton;
  beforeAll(async () => {
    baton = await startBaton();
  });
  afterAll(() => baton.stop());

  test("is healthy, has the demo people, and says who they are", async () => {
    expect(await get(`${baton.url}/healthz`)).toEqual({ status: 200, body: { status: "ok" } });
    const ready = await get(`${baton.url}/readyz`);
    expect(ready.body).toEqual({
      status: "ok",
      checks: { database: true, migrations: true, bus: true, mail: true },
    });

    const olivia = await signIn(baton.url, "olivia@northwind.example");
    expect(olivia).toMatchObject({ role: "owner", account: { name: "Northwind MSP" } });
    const finn = await signIn(baton.url, "finn@fabrikam.example");
    expect(finn).toMatchObject({ role: "engineer", account: { name: "Fabrikam IT" } });

    const people = [
      "olivia@northwind",
      "adam@northwind",
      "priya@northwind",
      "sam@northwind",
      "vik@northwind",
    ];
    for (const name of [...people, "fay@fabrikam", "finn@fabrikam"]) {
      expect(baton.printed()).toContain(`${name}.example`);
    }
    expect(baton.printed()).toContain(`${baton.url}/dev/mail`);
    expect(baton.printed()).toContain("Ctrl+C");
  });

  test("shows the page at its own address and at the addresses inside it", async () => {
    const front = await (await fetch(baton.url)).text();
    expect(front).toMatch(/<!doctype html>/i);
    const inside = await fetch(`${baton.url}/escalations`, { headers: { "sec-fetch-mode": "navigate" } });
    expect(await inside.text()).toBe(front);
  });

  test("has made local secrets that only their owner can read", async () => {
    const path = join(baton.state, "secrets.json");
    const secrets = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(secrets["BETTER_AUTH_SECRET"]).toMatch(/^[\w-]{43}$/);
    expect(secrets["VAPID_PUBLIC_KEY"]).toMatch(/^B[\w-]{86}$/);
    expect(secrets["VAPID_PRIVATE_KEY"]).toMatch(/^[\w-]{43}$/);
  });

  test("has its port to itself: another start says so in one plain sentence", async () => {
    const { port } = new URL(baton.url);

    const refused = await startInVain({ environment: { PORT: port } });

    expect(refused.code).toBe(1);
    expect(refused.printed).toContain(`Port ${port} is already in use.`);
    expect(refused.printed).not.toMatch(/^\s+at /m);
  });

  test("has its state folder to itself: another start says so in one plain sentence", async () => {
    const refused = await startInVain({ state: baton.state });

    expect(refused.code).toBe(1);
    expect(refused.printed).toContain(`Another Baton is using the state folder ${baton.state}.`);
    expect(refused.printed).not.toMatch(/^\s+at /m);
    expect((await fetch(`${baton.url}/healthz`)).status).toBe(200);
  });
});

test("a port that is none is told in one plain sentence", async () => {
  const refused = await startInVain({ environment: { PORT: "http" } });

  expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining(`PORT is "http"`) });
});

describe("stopping and starting again", () => {
  test("keeps work and logins, and does not write the demo twice", async () => {
    const first = await started();
    const { token, user } = await signIn(first.url, "priya@northwind.example");
    const created = await createSession(first, token);
    const before = await sessionIds(first, token);

    expect(await first.stop()).toBe(0);
    const second = await started({ state: first.state });

    expect(await get(`${second.url}/api/v1/me`, token)).toMatchObject({
      status: 200,
      body: { user: { id: user.id } },
    });
    expect(await sessionIds(second, token)).toEqual(before);
    expect(before).toContain(created);
  });

  test("Ctrl+C ends every process, also while somebody listens to the stream", async () => {
    const baton = await started();
    const { token } = await signIn(baton.url, "sam@northwind.example");
    const stream = await fetch(`${baton.url}/api/v1/ai-sessions/escalations/stream`, {
      headers: { accept: "text/event-stream", authorization: `Bearer ${token}` },
    });
    const reader = stream.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);

    expect(await baton.stop()).toBe(0);

    await vi.waitUntil(() => !isGroupAlive(baton.group), QUICKLY);
    // The stream may have had more to say, but it ends or breaks: it never hangs.
    const rest = (async () => {
      while (!(await reader?.read())?.done);
    })();
    await rest.catch(() => undefined);
  });
});

describe("a power cut", () => {
  test("leaves no process behind, and the next start has everything that was answered", async () => {
    const first = await started();
    const { token } = await signIn(first.url, "priya@northwind.example");
    const answered: string[] = [];
    const load = Array.from({ length: 8 }, async () => {
      for (;;) answered.push(await createSession(first, token));
    });
    const loadEnded = Promise.allSettled(load);
    await vi.waitUntil(() => answered.length >= 20, QUICKLY);

    await first.killHard();
    await loadEnded;

    await vi.waitUntil(() => !isGroupAlive(first.group), QUICKLY);
    const second = await started({ state: first.state });
    expect(await sessionIds(second, token)).toEqual(expect.arrayContaining(answered));
  });

  test("that hits Node alone takes workerd with it", async () => {
    const baton = await started();

    await baton.killNode();

    await vi.waitUntil(() => !isGroupAlive(baton.group), QUICKLY);
    await expect(fetch(`${baton.url}/healthz`)).rejects.toThrow("fetch failed");
  });
});

describe("without npm start", () => {
  test("the Worker as wrangler.toml describes it has no demo sign-in and no mailbox", async () => {
    const baton = await runBaton({ stateFolder: emptyState(), reuseBuild: true });
    try {
      const signIn = await post(`${baton.url}/api/v1/demo/sign-in`, { email: "olivia@northwind.example" });
      expect(signIn.status).toBe(404);
      expect((await fetch(`${baton.url}/dev/mail`)).status).toBe(404);
      expect((await fetch(`${baton.url}/dev/mail.json`)).status).toBe(404);
    } finally {
      await baton.stop();
    }
  });
});
