import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type SourceFile, isNode, readSources, walk } from "../support/source-files.ts";

const sources = readSources();
const below = (folder: string) => sources.filter(({ path }) => path.startsWith(`src/${folder}/`));
const paths = (files: readonly SourceFile[]) => files.map(({ path }) => path);

/** Calls and constructions in a file, as `Date.now/0` or `new Date/0` with the number of arguments. */
function callsIn({ program }: SourceFile): string[] {
  const calls: string[] = [];
  walk(program, (node) => {
    if (node["type"] !== "CallExpression" && node["type"] !== "NewExpression") return;
    const given = node["arguments"];
    const count = Array.isArray(given) ? given.length : 0;
    calls.push(`${node["type"] === "NewExpression" ? "new " : ""}${nameOf(node["callee"])}/${count}`);
  });
  return calls;
}

function nameOf(callee: unknown): string {
  if (!isNode(callee)) return "";
  if (callee["type"] === "Identifier") return String(callee["name"]);
  if (callee["type"] !== "MemberExpression") return "";
  return `${nameOf(callee["object"])}.${nameOf(callee["property"])}`;
}

function callersOf(files: readonly SourceFile[], call: RegExp): string[] {
  return files.flatMap((file) =>
    callsIn(file)
      .filter((name) => call.test(name))
      .map((name) => `${file.path}: ${name}`),
  );
}

test("the domain takes its time, chance and ids from its context", () => {
  const domain = below("domain");
  expect(domain.length).toBeGreaterThan(40);
  expect(
    callersOf(domain, /^(Date\.now|new Date|Math\.random|performance\.now)\/0$|crypto\.randomUUID/),
  ).toEqual([]);
});

test("the bus holds no timer and no socket of its own, so that it can sleep", () => {
  const bus = below("bus");
  expect(bus.length).toBeGreaterThan(5);
  expect(
    callersOf(bus, /^(setTimeout|setInterval|scheduler\.wait)\/|\.accept\/|\.waitUntil\/|(^|\.)fetch\//),
  ).toEqual([]);
  expect(callersOf(bus, /\.acceptWebSocket\//)).toHaveLength(1);
});

test("no file is longer than 250 lines", () => {
  expect(paths(sources.filter(({ text }) => text.split("\n").length > 251))).toEqual([]);
});

test("files are named after what they export", () => {
  const named = (file: SourceFile) => file.path.split("/").at(-1) ?? "";
  expect(
    paths(sources.filter((file) => /^(utils?|helpers?|types?|index|common|misc)\./.test(named(file)))),
  ).toEqual([]);
  expect(
    paths(sources.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.tsx?$/.test(named(file)))),
  ).toEqual([]);
});

test("nothing is left for later in a comment", () => {
  const left = new RegExp(
    `\\b(${["TO", "FIX", "XX", "HA"].map((a, i) => a + ["DO", "ME", "X", "CK"][i]).join("|")})\\b`,
  );
  expect(paths(sources.filter(({ text }) => left.test(text)))).toEqual([]);
});

test("no deployment is a demo: only starting it on one machine switches the demo on", () => {
  const toml = readFileSync("wrangler.toml", "utf8");
  const settings = [...toml.matchAll(/^\s*DEMO_MODE\s*=\s*(.+)$/gm)].map(([, value]) => value);
  const tables = [...toml.matchAll(/^\[(env\.\w+\.)?vars\]$/gm)];
  expect(settings.length).toBeGreaterThan(0);
  expect(settings).toEqual(tables.map(() => '"off"'));
  const named = [...toml.matchAll(/^\[env\.(\w+)\]/gm)].map(([, name]) => name);
  for (const name of named) expect(toml).toContain(`[env.${name}.vars]`);

  const switchesOn = sources.filter(({ text }) => /DEMO_MODE["']?\s*[:=](?!=)\s*["']on/.test(text));
  expect(switchesOn.length).toBeGreaterThan(0);
  expect(paths(switchesOn).filter((path) => !path.startsWith("src/local/"))).toEqual([]);
});
