import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import { type SseTimes, sseAdapter } from "../../src/http/sse-adapter.ts";
import { makeDesk } from "../support/desk.ts";
import { readSse, streamRequest } from "../support/stream-client.ts";
import { until } from "../support/until.ts";

const TIMES: SseTimes = { keepalive: 20, pong: 10_000, lifetime: 60_000, retry: 1234 };

/** An adapter whose other end is in the test's hands. */
function adapted(times: Partial<SseTimes>, signal = new AbortController().signal) {
  const { 0: held, 1: bus } = new WebSocketPair();
  const heard: string[] = [];
  const { promise: left, resolve } = Promise.withResolvers<number>();
  bus.addEventListener("message", ({ data }) => {
    heard.push(String(data));
  });
  bus.addEventListener("close", ({ code }) => resolve(code));
  bus.accept();
  const client = readSse(new Response(sseAdapter(held, signal, { ...TIMES, ...times })));
  return { bus, client, heard, left };
}

test("silence is filled with keepalive comments while the object answers the pings", async () => {
  const { bus, client, heard } = adapted({ pong: 500 });
  bus.addEventListener("message", () => bus.send("pong"));
  bus.send("event: ready\ndata: {}\n\n");
  await until(() => client.raw.length >= 4);
  expect(client.raw.slice(0, 4)).toEqual([
    "retry: 1000\nevent: ready\ndata: {}",
    ": keepalive",
    ": keepalive",
    ": keepalive",
  ]);
  expect(new Set(heard)).toEqual(new Set(["ping"]));
  bus.send("id: k.1\nevent: live\ndata: 1\n\n");
  await client.next();
  expect(await client.next()).toEqual({ event: "live", id: "k.1", data: 1 });
  client.close();
});

test("over the real bus a silent stream gets keepalives and then the next event", async () => {
  const desk = await makeDesk();
  const quick = { ...env, STREAM_KEEPALIVE_SECONDS: "0.02" };
  const response = await createApp().fetch(streamRequest(desk.engineer), quick, createExecutionContext());
  const client = readSse(response);
  await client.ready();
  await until(() => client.raw.filter((block) => block === ": keepalive").length >= 3);
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log());
  client.close();
});

test("a stream whose object does not answer a ping ends", async () => {
  const { client, heard, left } = adapted({ pong: 60 });
  expect(await client.ended).toBe(0);
  expect(await left).toBe(1000);
  expect(heard).toContain("ping");
  expect(client.raw).toContain("retry: 1000\n: keepalive");
});

test("a stream rotates with a fresh retry, for the client to come back", async () => {
  const { bus, client, left } = adapted({ lifetime: 50, keepalive: 10_000 });
  bus.send("event: ready\ndata: {}\n\n");
  expect(await client.ended).toBe(0);
  expect(client.raw).toEqual(["retry: 1000\nevent: ready\ndata: {}", "retry: 1234"]);
  expect(await left).toBe(1000);
});

test("a socket that the bus closes ends the stream, after everything that came before", async () => {
  const { bus, client } = adapted({});
  bus.send("event: ready\ndata: {}\n\n");
  bus.send("id: k.1\nevent: last\ndata: 1\n\n");
  bus.close(4401, "signed out");
  expect(await client.ended).toBe(0);
  expect(client.raw.at(-1)).toBe("id: k.1\nevent: last\ndata: 1");
});

test("a client that leaves, or had left before, closes the socket behind it", async () => {
  const cancelled = adapted({});
  cancelled.client.close();
  expect(await cancelled.left).toBe(1000);
  const leaving = new AbortController();
  const aborted = adapted({}, leaving.signal);
  leaving.abort();
  expect(await aborted.left).toBe(1000);
  expect(await adapted({}, AbortSignal.abort()).left).toBe(1000);
});

test("a reader that takes nothing is cut off, told so, and can resume", async () => {
  const { 0: held, 1: bus } = new WebSocketPair();
  const { promise: left, resolve } = Promise.withResolvers<void>();
  bus.addEventListener("close", () => resolve());
  bus.accept();
  const body = sseAdapter(held, new AbortController().signal, { ...TIMES, keepalive: 10_000 });
  const big = `data: ${"x".repeat(64 * 1024)}\n\n`;
  for (let i = 0; i < 6; i++) bus.send(new TextEncoder().encode(`event: big\n${big}`));
  await left;
  const text = await new Response(body).text();
  expect(text.endsWith("event: overflow\ndata: {}\n\n")).toBe(true);
  expect(text.split("event: big").length - 1).toBeLessThan(6);
});
