import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type RunningBaton, emptyState, startBaton } from "../support/running-baton.ts";

/** Where Debian's package `prometheus-alertmanager` puts it, unless told otherwise. */
const ALERTMANAGER = process.env["ALERTMANAGER"] ?? "prometheus-alertmanager";
if (spawnSync(ALERTMANAGER, ["--version"]).status !== 0) {
  throw new Error(
    `${ALERTMANAGER} is not on this machine: apt-get install prometheus-alertmanager, or set ALERTMANAGER.`,
  );
}
/** It waits for a group's first alerts and between its posts, and both take a second here. */
const SOON = { timeout: 30_000, interval: 200 };

interface Post {
  address: string;
  outcome: string;
  answer_status: number;
  body: string;
  handoffs: { session_id: string; handoff_id: string }[];
}

let baton: RunningBaton;
let alertmanager: ChildProcess;
let address: string;
let token: string;
const keys = { alertmanager: "", pagerduty: "" };
const ids = { alertmanager: "", pagerduty: "" };

async function ask<T>(method: string, url: string, body?: unknown): Promise<T> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return JSON.parse(text || "null") as T;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const at = server.address();
  await new Promise((closed) => server.close(closed));
  if (at === null || typeof at === "string") throw new Error("No port is free.");
  return at.port;
}

/** What a tool has posted, oldest first. */
async function postsOf(kind: keyof typeof ids): Promise<Post[]> {
  const { items } = await ask<{ items: Post[] }>(
    "GET",
    `${baton.url}/api/v1/integrations/${ids[kind]}/posts`,
  );
  return items.toReversed();
}

/** Somebody's Prometheus says how it stands with alerts of one name; each ends when it is said to. */
async function tell(name: string, alerts: Record<string, "firing" | "over">): Promise<void> {
  const now = Date.now();
  const body = Object.entries(alerts).map(([instance, state]) => ({
    labels: { alertname: name, instance, severity: "critical", customer: "Contoso" },
    annotations: { summary: `${name} on ${instance}`, description: "Less than 5 % left." },
    startsAt: new Date(now - 60_000).toISOString(),
    ...(state === "over" && { endsAt: new Date(now - 1_000).toISOString() }),
  }));
  await ask("POST", `${address}/api/v2/alerts`, body);
}

const lastOutcome = async (kind: keyof typeof ids) => (await postsOf(kind)).at(-1)?.outcome;

beforeAll(async () => {
  baton = await startBaton();
  const signedIn = await fetch(`${baton.url}/api/v1/demo/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "olivia@northwind.example" }),
  });
  ({ token } = (await signedIn.json()) as { token: string });
  for (const kind of ["alertmanager", "pagerduty"] as const) {
    const made = await ask<{ id: string; key: string }>("POST", `${baton.url}/api/v1/integrations`, {
      name: kind,
      kind,
    });
    keys[kind] = made.key;
    ids[kind] = made.id;
  }
  const folder = emptyState();
  const config = join(folder, "alertmanager.json");
  // YAML takes JSON as it is.
  writeFileSync(
    config,
    JSON.stringify({
      route: {
        receiver: "baton",
        group_by: ["alertname"],
        group_wait: "1s",
        group_interval: "1s",
        repeat_interval: "1h",
      },
      receivers: [
        {
          name: "baton",
          webhook_configs: [
            {
              url: `${baton.url}/api/v1/inbound/alertmanager`,
              http_config: { authorization: { credentials: keys.alertmanager } },
            },
          ],
          pagerduty_configs: [{ routing_key: keys.pagerduty, url: `${baton.url}/v2/enqueue` }],
        },
      ],
    }),
  );
  const listen = `127.0.0.1:${await freePort()}`;
  address = `http://${listen}`;
  const flags = ["--cluster.listen-address=", `--web.listen-address=${listen}`];
  alertmanager = spawn(ALERTMANAGER, [`--config.file=${config}`, `--storage.path=${folder}`, ...flags]);
  let said = "";
  alertmanager.stderr?.on("data", (words: Buffer) => (said += String(words)));
  const isReady = () =>
    fetch(`${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await vi.waitFor(async () => expect(await isReady(), said).toBe(true), SOON);
}, 120_000);

afterAll(async () => {
  alertmanager?.kill("SIGKILL");
  await baton?.killHard();
});

describe("Debian's Alertmanager", () => {
  test("posts a group by its webhook: one card with its alerts, resolved when the last of them is over", async () => {
    await tell("DiskFull", { a: "firing", b: "firing" });
    await vi.waitFor(async () => expect(await lastOutcome("alertmanager")).toBe("created"), SOON);
    const [post] = await postsOf("alertmanager");
    expect(post).toMatchObject({ address: "alertmanager", answer_status: 201 });
    const [card] = post?.handoffs ?? [];
    const session = `${baton.url}/api/v1/ai-sessions/${card?.session_id}`;
    expect(await ask("GET", session)).toMatchObject({ status: "escalated", customer: "Contoso" });
    const alerts = async () =>
      (
        await ask<{ items: { status: string }[] }>("GET", `${session}/handoffs/${card?.handoff_id}/alerts`)
      ).items.map(({ status }) => status);
    expect(await alerts()).toEqual(["open", "open"]);
    await tell("DiskFull", { a: "over" });
    await vi.waitFor(async () => expect((await alerts()).toSorted()).toEqual(["open", "resolved"]), SOON);
    expect(await ask("GET", session)).toMatchObject({ status: "escalated" });
    await tell("DiskFull", { b: "over" });
    await vi.waitFor(async () => expect(await lastOutcome("alertmanager")).toBe("resolved"), SOON);
    expect(await ask("GET", session)).toMatchObject({ status: "resolved" });
    await tell("DiskFull", { a: "firing" });
    await vi.waitFor(async () => expect(await lastOutcome("alertmanager")).toBe("created"), SOON);
  }, 120_000);

  test("posts the same by pagerduty_configs with nothing but the address changed", async () => {
    await tell("LinkDown", { r1: "firing" });
    const about = async () => (await postsOf("pagerduty")).filter(({ body }) => body.includes("LinkDown"));
    await vi.waitFor(async () => expect((await about()).at(-1)?.outcome).toBe("created"), SOON);
    const [post] = await about();
    expect(post).toMatchObject({ address: "v2/enqueue", answer_status: 202 });
    await tell("LinkDown", { r1: "over" });
    await vi.waitFor(async () => expect((await about()).at(-1)?.outcome).toBe("resolved"), SOON);
    expect((await postsOf("pagerduty")).every(({ answer_status }) => answer_status < 300)).toBe(true);
  }, 120_000);
});
