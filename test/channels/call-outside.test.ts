import { describe, expect, it, vi } from "vitest";
import { type Outside, callOutside } from "../../src/channels/call-outside.ts";
import { turnstile } from "../../src/platform/turnstile.ts";
import { outsideFor } from "../../src/queue/outside-channels.ts";
import { envWith } from "../support/worker-with.ts";

const REQUEST = { headers: {}, body: "{}" };

/** A network in which names lead to these addresses, by type of record, and everything answers 200. */
function network(records: Record<string, { type: number; data: string }[]>, given: Partial<Outside> = {}) {
  const called: string[] = [];
  const outside: Outside = {
    allow_private: false,
    resolver: "https://dns.example/dns-query",
    turn: turnstile(5),
    fetch: async (input) => {
      const url = new URL(input);
      called.push(url.host);
      if (url.host !== "dns.example") return new Response("ok");
      const Answer =
        url.searchParams.get("type") === "A" ? records[url.searchParams.get("name") ?? ""] : undefined;
      return Response.json({ Status: 0, ...(Answer && { Answer }) });
    },
    ...given,
  };
  return { outside, called };
}

describe("an address that somebody else has chosen", () => {
  it("is called once its name has been looked up", async () => {
    const { outside, called } = network({
      "hooks.example.com": [
        { type: 5, data: "edge.example.com." },
        { type: 1, data: "93.184.215.14" },
      ],
    });
    const answer = await callOutside(outside, "https://hooks.example.com/x", REQUEST);
    expect(answer).toMatchObject({ kind: "answered", status: 200, body: "ok" });
    expect(called).toEqual(["dns.example", "dns.example", "hooks.example.com"]);
  });

  it("is not called if its name leads inside, if only by one of its addresses", async () => {
    const { outside, called } = network({
      "rebind.example.com": [
        { type: 1, data: "93.184.215.14" },
        { type: 1, data: "169.254.169.254" },
      ],
    });
    expect(await callOutside(outside, "https://rebind.example.com/", REQUEST)).toEqual({
      kind: "refused",
      error: "The name of the address leads into a private network.",
    });
    expect(called).not.toContain("rebind.example.com");
  });

  it("is not called if the resolver cannot say where its name leads: who asks another may be told more", async () => {
    const { outside, called } = network({});
    const servfail = async (input: string) => {
      called.push(new URL(input).host);
      return Response.json({ Status: 2 });
    };
    expect(await callOutside({ ...outside, fetch: servfail }, "https://hooks.example.com/", REQUEST)).toEqual(
      { kind: "not_called", error: "The name of the address could not be looked up." },
    );
    expect(called).toEqual(["dns.example"]);
  });

  it("is not called once it is too late for it", async () => {
    const { outside, called } = network({});
    const answer = await callOutside(outside, "https://hooks.example.com/", REQUEST, AbortSignal.abort());
    expect(answer).toEqual({ kind: "not_called", error: "There was no time left to say it." });
    expect(called).toEqual([]);
  });

  it("waits for its turn where many are called, and its time begins with it", async () => {
    const { outside } = network({}, { resolver: null });
    const answers: (() => void)[] = [];
    const fetch = async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      answers.push(resolve);
      await promise;
      return new Response("ok");
    };
    const calls = Array.from({ length: 12 }, () =>
      callOutside({ ...outside, fetch }, "https://hooks.example.com/", REQUEST),
    );
    for (let count = 0; count < 12; count++) {
      await vi.waitUntil(() => answers.length === Math.min(count + 5, 12));
      answers[count]?.();
    }
    expect((await Promise.all(calls)).every(({ kind }) => kind === "answered")).toBe(true);
  });

  it("is not called if its name cannot be looked up", async () => {
    const { outside, called } = network({});
    const answer = async (input: string) => {
      called.push(input);
      return new Response("<html>", { status: 502 });
    };
    expect(await callOutside({ ...outside, fetch: answer }, "https://hooks.example.com/", REQUEST)).toEqual({
      kind: "not_called",
      error: "The name of the address could not be looked up.",
    });
    expect(called.every((url) => url.startsWith("https://dns.example/"))).toBe(true);
  });

  it("is not called if it is private by itself, whatever was allowed when it was written down", async () => {
    const { outside, called } = network({}, { resolver: null });
    for (const url of ["https://127.0.0.1/", "http://hooks.example.com/"]) {
      expect(await callOutside(outside, url, REQUEST)).toMatchObject({ kind: "refused" });
    }
    expect(called).toEqual([]);
    const demo = { ...outside, allow_private: true };
    expect(await callOutside(demo, "http://127.0.0.1/", REQUEST)).toMatchObject({ kind: "answered" });
  });

  it("has answered by its status: a body that goes on and on is left after a second", async () => {
    const { outside } = network({}, { resolver: null, timeout: 600_000 });
    const drips = async () =>
      new Response(
        new ReadableStream<Uint8Array>({ start: (body) => body.enqueue(new TextEncoder().encode("well")) }),
      );
    expect(
      await callOutside({ ...outside, fetch: drips }, "https://hooks.example.com/", REQUEST),
    ).toMatchObject({ kind: "answered", status: 200, body: "well" });
  });

  it("is in no error: what fails on the way is told without it", async () => {
    const { outside } = network({}, { resolver: null });
    const fails = async (input: string) => Promise.reject(new Error(`connect ECONNREFUSED ${input}`));
    expect(
      await callOutside({ ...outside, fetch: fails }, "https://hooks.example.com/secret", REQUEST),
    ).toEqual({
      kind: "lost",
      error: "The connection failed.",
    });
  });
});

describe("names are looked up", () => {
  it.each([
    ["at Cloudflare's resolver unless another is named", {}, "https://cloudflare-dns.com/dns-query"],
    ["at the resolver that is named", { DNS_RESOLVER_URL: "https://dns.example/q" }, "https://dns.example/q"],
    ["nowhere if that is switched off", { DNS_RESOLVER_URL: "off" }, null],
  ])("%s", (_, vars, resolver) => {
    expect(outsideFor(envWith({ DEMO_MODE: "off", ...vars }))).toMatchObject({
      allow_private: false,
      resolver,
    });
  });

  it("not in a demo, which may call anything", async () => {
    const called: string[] = [];
    const outside = {
      ...outsideFor(envWith({ DEMO_MODE: "on" })),
      fetch: async (input: string) => {
        called.push(input);
        return new Response("ok");
      },
    };
    await callOutside(outside, "http://nas.local/hook", REQUEST);
    expect(called).toEqual(["http://nas.local/hook"]);
  });
});
