import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackage } from "../../src/client/build/build-package.ts";

const COMPILER = resolve("node_modules/typescript/bin/tsc");
let room: string;
let built: string;

beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), "baton-stream-test-"));
  built = join(room, "built");
  mkdirSync(built);
  await buildPackage(built);
  mkdirSync(join(room, "node_modules"));
  symlinkSync(built, join(room, "node_modules/baton-stream"));
  writeFileSync(join(room, "package.json"), '{"type":"module"}');
}, 60_000);
afterAll(() => rmSync(room, { recursive: true, force: true }));

/** What TypeScript says to a program that uses the package, with nothing else installed. */
function compile(name: string, program: string, ...options: string[]): string {
  writeFileSync(join(room, name), program);
  const always = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
  try {
    execFileSync(process.execPath, [COMPILER, ...always, ...options, name], { cwd: room, encoding: "utf8" });
    return "";
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}

const PROGRAM = `
  import { openStream, type LoggedEvent, type OpenStream, type StreamState } from "baton-stream";
  const told: string[] = [];
  const stream: OpenStream = openStream({
    baseUrl: "https://baton.example",
    token: "secret",
    WebSocket: globalThis.WebSocket,
    fetch: globalThis.fetch,
    onEvent: (event: LoggedEvent, position: string) => {
      if (event.type === "handoff_claimed") told.push(event.claimed_by.name, position);
      // @ts-expect-error: only a claimed handoff says who has it
      told.push(event.claimed_by);
    },
    onReset: ({ reason, position }) => told.push(reason, position),
    onState: (state: StreamState) => told.push(state.kind === "stopped" ? state.reason : state.kind),
    onPresence: ({ viewers }) => told.push(...viewers.map(({ name }) => name)),
  });
  stream.close();
`;

describe("the published package", () => {
  it("has one module without a dependency, its declarations and its papers", async () => {
    const files = readdirSync(built);
    expect(files.filter((file) => file.endsWith(".js"))).toEqual(["open-stream.js"]);
    for (const file of ["LICENSE", "README.md", "open-stream.d.ts", "event.d.ts"])
      expect(files).toContain(file);
    const papers = JSON.parse(readFileSync(join(built, "package.json"), "utf8")) as Record<string, unknown>;
    expect(papers).toMatchObject({ name: "baton-stream", license: "MIT", type: "module" });
    expect(papers).not.toHaveProperty("dependencies");
    const all = files.map((file) => readFileSync(join(built, file), "utf8")).join("\n");
    expect(all).not.toMatch(/\bfrom "(?!\.\/|baton-stream)|import\(|zod/);
    const { openStream } = (await import(join(built, "open-stream.js"))) as Record<string, unknown>;
    expect(openStream).toBeTypeOf("function");
  });

  it.each(["bundler", "nodenext"])(
    "is typed by itself, as %s finds it",
    (resolution) => {
      const module = resolution === "bundler" ? "esnext" : "nodenext";
      expect(compile("program.ts", PROGRAM, "--module", module, "--moduleResolution", resolution)).toBe("");
    },
    30_000,
  );

  it("has exactly the contract's types, and the comparison can fail", () => {
    const contract = JSON.stringify(resolve("src/contract/event.ts"));
    const compare = (more: string) => `
      import type * as Published from "./built/event.js";
      import type * as Contract from ${contract};
      type Same<A, B> = [A, B] extends [B, A] ? true : false;
      export const same: [
        Same<Published.LoggedEvent, Contract.LoggedEvent>,
        Same<Published.LoggedEventType, Contract.LoggedEventType>,
        Same<Published.Ready${more}, Contract.Ready>,
        Same<Published.Reset, Contract.Reset>,
      ] = [true, true, true, true];`;
    const options = ["--module", "esnext", "--moduleResolution", "bundler", "--allowImportingTsExtensions"];
    expect(compile("same.ts", compare(""), ...options)).toBe("");
    expect(compile("other.ts", compare(" & { more: 1 }"), ...options)).toContain("error TS2322");
  }, 60_000);
});
