import { describe, expect, it } from "vitest";
import { publicOnly } from "../../src/queue/public-only.ts";

/** A network in which every name leads to this address. */
function networkTo(address: string) {
  const called: string[] = [];
  const fetch = async (input: string) => {
    const { host } = new URL(input);
    called.push(host);
    return host === "dns.example"
      ? Response.json({ Status: 0, Answer: [{ type: 1, data: address }] })
      : new Response("ok");
  };
  return { fetch, called };
}

const OUTSIDE = { allow_private: false, resolver: "https://dns.example/q" };

describe("a PSA of one's own, by webhook,", () => {
  it("is called where its name leads to the public", async () => {
    const { fetch, called } = networkTo("93.184.215.14");
    const answer = await publicOnly(fetch, OUTSIDE)("https://psa.example/notes", { method: "POST" });
    expect(await answer.text()).toBe("ok");
    expect(called).toEqual(["dns.example", "dns.example", "psa.example"]);
  });

  it("is not called where its name leads inside", async () => {
    const { fetch, called } = networkTo("10.0.0.7");
    const call = publicOnly(fetch, OUTSIDE)("https://psa.example/notes", { method: "POST" });
    await expect(call).rejects.toThrow("private network");
    expect(called).toEqual(["dns.example"]);
  });

  it("is called without a look-up in a demo, and where look-ups are switched off", async () => {
    for (const outside of [
      { ...OUTSIDE, allow_private: true },
      { ...OUTSIDE, resolver: null },
    ]) {
      const { fetch, called } = networkTo("10.0.0.7");
      await publicOnly(fetch, outside)("http://nas.local/notes", { method: "POST" });
      expect(called).toEqual(["nas.local"]);
    }
  });
});
