import { expect, test, vi } from "vitest";
import { assertNever } from "../../src/platform/assert-never.ts";
import { iso, isoOrNull } from "../../src/platform/iso.ts";
import { log } from "../../src/platform/log.ts";
import { newId } from "../../src/platform/new-id.ts";
import { sha256 } from "../../src/platform/sha256.ts";

test("ids are UUIDv7 in lower case, never the same twice", () => {
  const ids = Array.from({ length: 1_000 }, newId);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(1_000);
});

test("a moment on the wire has milliseconds and Z", () => {
  expect(iso(0)).toBe("1970-01-01T00:00:00.000Z");
  expect(isoOrNull(Date.UTC(2026, 10, 20, 12))).toBe("2026-11-20T12:00:00.000Z");
  expect(isoOrNull(null)).toBeNull();
});

test("a hash is base64url without padding, of text and bytes alike", async () => {
  const hash = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";
  expect(await sha256("abc")).toBe(hash);
  expect(await sha256(new TextEncoder().encode("abc"))).toBe(hash);
});

test("a log line is one line of JSON; an error goes to the error log with its cause", () => {
  const [out, err] = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  out.mockImplementation(() => undefined);
  err.mockImplementation(() => undefined);
  log("chores", { done: 3, text: "two\nlines" });
  log("job_failed", { job_id: "j" }, new Error("no", { cause: new Error("why") }));
  log("nudge_lost", {}, "just words");
  const lines = [out, err].map(({ mock }) => mock.calls.map(([line]) => String(line)));
  out.mockRestore();
  err.mockRestore();
  expect(lines[0]).toEqual(['{"event":"chores","done":3,"text":"two\\nlines"}']);
  expect(JSON.parse(lines[1]?.[0] ?? "")).toMatchObject({
    event: "job_failed",
    job_id: "j",
    error: "no",
    cause: "why",
  });
  expect(JSON.parse(lines[1]?.[1] ?? "")).toEqual({ event: "nudge_lost", error: "just words" });
});

test("a variant that nobody handles is an error that names it", () => {
  expect(() => assertNever("new" as never)).toThrow('"new"');
});
