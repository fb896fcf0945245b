import { expect, test } from "vitest";
import { type Import, importsOf, parsed, readSources } from "../support/source-files.ts";
import { circlesOf } from "../support/circles.ts";

const sources = readSources();
const imports = sources.flatMap(importsOf);
const ours = imports.filter(({ to }) => to.startsWith("src/"));
const packages = imports.filter(({ to }) => !to.startsWith("src/"));

/** `src/bus/frame.ts` → `bus`; a file directly in `src` is its own area. */
const areaOf = (path: string) => path.split("/")[1] ?? path;
const shown = ({ from, to }: Import) => `${from} → ${to}`;

/**
 * Who may import whom (beside itself). An entry is an area, or a folder or file of one. Everything that is missing here
 * (a new area) may import nothing until somebody decides.
 */
const MAY_IMPORT: Record<string, string[]> = {
  contract: [],
  platform: [],
  db: ["contract", "platform"],
  domain: ["db", "contract", "platform"],
  // Of the domain only the events, and the type of what a verb has committed.
  bus: ["domain/events", "domain/context.ts", "db", "contract", "platform"],
  inbound: ["contract"],
  channels: ["contract", "platform"],
  psa: ["contract", "platform"],
  assessment: ["contract", "platform"],
  identity: ["domain", "channels", "db", "contract", "platform"],
  queue: ["domain", "bus", "channels", "psa", "assessment", "db", "contract", "platform"],
  scheduled: ["domain", "bus", "queue", "channels", "db", "contract", "platform"],
  http: [
    "domain",
    "bus",
    "queue",
    "inbound",
    "channels",
    "assessment",
    "identity",
    "db",
    "contract",
    "platform",
  ],
  client: ["contract"],
  ui: ["client", "contract"],
  "worker.ts": ["bus", "http", "queue", "scheduled"],
  "env.d.ts": ["worker"],
};

/** Packages that only these areas may know. What is in no list is everybody's. */
const ONLY_FOR: [RegExp, string[]][] = [
  [/^hono(\/(?!jsx)|$)|^@hono\//, ["http"]],
  [/^hono\/jsx/, ["http", "channels"]],
  [/^cloudflare:/, ["bus", "worker.ts"]],
  [/^postmark|^standardwebhooks|^@block65/, ["channels", "inbound"]],
  [/^better-auth|^@better-auth/, ["identity"]],
  [/^ai$|^@ai-sdk|^workers-ai/, ["assessment"]],
  [/^drizzle-orm/, ["db", "domain", "identity", "http"]],
  [/^preact|^@preact|^tinykeys|^uplot/, ["ui"]],
  [/^vite$/, ["ui", "client"]],
  [/^node:|^miniflare|^wrangler|^drizzle-kit/, ["local", "db", "client"]],
];

/** What the page may run of the contract: words and rules without zod, which would cost it 25 kB. */
const FOR_THE_PAGE = new Set([
  "src/contract/role.ts",
  "src/contract/handoff-lifecycle.ts",
  "src/contract/start-here.ts",
  "src/contract/integration-fields.ts",
  "src/contract/tool-event.ts",
  "src/contract/tool-name.ts",
  "src/contract/sign-in-path.ts",
]);

/** What makes the published package out of the client is not part of it. */
const isBuild = (path: string) => path.startsWith("src/client/build/");

const isOfClient = (path: string) => path.startsWith("src/client/") && !isBuild(path);
const isOfContractOrClient = (path: string) => isOfClient(path) || path.startsWith("src/contract/");

test("the imports are really read, in all their forms", () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(ours.length).toBeGreaterThan(700);
  expect(packages.length).toBeGreaterThan(150);
  expect(ours.filter(({ typeOnly }) => typeOnly).length).toBeGreaterThan(150);
  const every = `import "./a.ts"; import { type B } from "./b.ts"; export * from "./c.ts"; export { d } from "./d.ts";
    const e = () => import("./e.ts"); type F = import("./f.ts").F; export type { G } from "./g.ts";`;
  const read = importsOf(parsed("src/x/y.ts", every)).map(({ to, typeOnly }) => [to, typeOnly]);
  const from = (name: string, typeOnly: boolean) => [`src/x/${name}.ts`, typeOnly];
  expect(read.sort()).toEqual([
    from("a", false),
    from("b", true),
    from("c", false),
    from("d", false),
    from("e", false),
    from("f", true),
    from("g", true),
  ]);
});

test("every area imports only what it may", () => {
  const breaches = ours.filter(({ from, to }) => {
    const area = areaOf(from);
    if (area === "local" || area === areaOf(to)) return false;
    const allowed = MAY_IMPORT[area] ?? [];
    return !allowed.some((entry) => to === `src/${entry}` || to.startsWith(`src/${entry}/`));
  });
  expect(breaches.map(shown)).toEqual([]);
});

test("vendors are known only to the area that wraps them", () => {
  const breaches = packages.filter(({ from, to }) =>
    ONLY_FOR.some(([name, areas]) => name.test(to) && ![...areas, "local"].includes(areaOf(from))),
  );
  expect(breaches.map(shown)).toEqual([]);
});

test("the domain sees neither the Worker's bindings nor a vendor", () => {
  const domain = sources.filter(({ path }) => areaOf(path) === "domain");
  const bindings = domain.filter(({ text }) => /\bEnv\b|D1Database|DurableObject|MessageBatch/.test(text));
  expect(bindings.map(({ path }) => path)).toEqual([]);
  const vendors = new Set(packages.filter(({ from }) => areaOf(from) === "domain").map(({ to }) => to));
  expect([...vendors].filter((name) => name !== "drizzle-orm" && name !== "zod")).toEqual([]);
});

test("the page takes types of the contract, and values only from files without zod", () => {
  const values = ours.filter(
    ({ from, to, typeOnly }) => areaOf(from) === "ui" && areaOf(to) === "contract" && !typeOnly,
  );
  expect(values.filter(({ to }) => !FOR_THE_PAGE.has(to)).map(shown)).toEqual([]);
  const behind = imports.filter(({ from, typeOnly }) => FOR_THE_PAGE.has(from) && !typeOnly);
  expect(behind.map(shown)).toEqual([]);
});

test("the client is published alone: it takes types of the contract, and no package", () => {
  const client = imports.filter(({ from }) => areaOf(from) === "client" && !isBuild(from));
  expect(client.length).toBeGreaterThan(20);
  const values = client.filter(({ to, typeOnly }) => !(typeOnly ? isOfContractOrClient : isOfClient)(to));
  expect(values.map(shown)).toEqual([]);
});

test("no file imports itself by a detour", () => {
  const circles = circlesOf(ours.map(({ from, to }) => [from, to]));
  expect(circles).toEqual([]);
});

test("a circle is found where there is one", () => {
  const found = circlesOf([
    ["a", "b"],
    ["b", "c"],
    ["c", "b"],
    ["c", "d"],
    ["d", "e"],
  ]);
  expect(found).toEqual([["b", "c"]]);
});
