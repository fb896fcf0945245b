import { beforeAll, describe, expect, it } from "vitest";
import { ORIGIN, call, json, problemOf } from "../support/call.ts";
import { makeHelpDesk, openSession } from "../support/help-desk.ts";
import { makeTestModel } from "../support/model-room.ts";
import { framesIn, textIn } from "../support/read-frames.ts";
import { sessionRow } from "../support/rows.ts";
import { workerWith } from "../support/worker-with.ts";

interface Documentation {
  text: string;
  source: string;
  created_at: string;
}

describe("the documentation of a session", () => {
  it("streams line by line to a client that asks for it, and is kept as it was streamed", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const path = `/api/v1/ai-sessions/${id}/documentation`;
    const { token } = desk.sam;
    const response = await call("POST", path, { token, headers: { accept: "text/event-stream" } });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    const frames = await response.text();
    const kept = await json<Documentation>(200, "GET", path, { token });
    const { text, ...rest } = kept;
    const lines = [
      "Problem\n",
      "Printer offline\n",
      "Customer: Contoso\n",
      "Device: PRN-7\n",
      "Domain: printing",
    ];
    expect(text).toBe(lines.join(""));
    const deltas = lines.map((line) => `event: delta\ndata: ${JSON.stringify({ text: line })}\n\n`);
    expect(frames).toBe(`${deltas.join("")}event: done\ndata: ${JSON.stringify(rest)}\n\n`);
    expect((await sessionRow(desk.account, id)).documentation_text).toBe(text);
  });

  it("is plain JSON otherwise, and can be edited", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const path = `/api/v1/ai-sessions/${id}/documentation`;
    const { token } = desk.sam;
    const written = await json<Documentation>(200, "POST", path, { token });
    expect(written).toEqual({ text: expect.any(String), source: "rules", created_at: expect.any(String) });
    const edited = await json<Documentation>(200, "PUT", path, { token, body: { text: "Ours" } });
    expect(edited).toMatchObject({ text: "Ours", source: "member" });
    expect(await json(200, "GET", path, { token })).toEqual(edited);
  });

  it("is refused as another text than the one that was edited, and as nonsense", async () => {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const path = `/api/v1/ai-sessions/${id}/documentation`;
    const save = (replaces: unknown) => ({ token: desk.sam.token, body: { text: "Sam's", replaces } });
    const { created_at } = await json<Documentation>(200, "PUT", path, save(null));
    await json(200, "PUT", path, {
      token: desk.priya.token,
      body: { text: "Priya's", replaces: created_at },
    });
    expect(await problemOf("PUT", path, save(created_at))).toMatchObject({
      status: 409,
      code: "invalid_transition",
    });
    expect(await problemOf("PUT", path, save("yesterday"))).toMatchObject({
      errors: [{ pointer: "/replaces" }],
    });
    expect(await json(200, "GET", path, { token: desk.sam.token })).toMatchObject({ text: "Priya's" });
  });
});

describe("the documentation of a session by a model", () => {
  const PIECES = ["Problem\nThe printer is offline.\n\n", "Resolution\nNone yet."];
  const FACTS = "Customer: Contoso\nDevice: PRN-7\nDomain: printing\n\n";

  async function room() {
    const desk = await makeHelpDesk();
    const { id } = await openSession(desk);
    const model = makeTestModel();
    const path = `/api/v1/ai-sessions/${id}/documentation`;
    const write = (accept: string) => {
      const headers = {
        authorization: `Bearer ${desk.sam.token}`,
        "content-type": "application/json",
        accept,
      };
      return workerWith(
        model.variables,
        new Request(`${ORIGIN}${path}`, { method: "POST", headers, body: "{}" }),
      );
    };
    return { desk, id, model, path, write };
  }

  // The first question loads the SDK.
  beforeAll(async () => {
    const { model, write } = await room();
    await model.answers({ answer: "writes", pieces: PIECES });
    await write("application/json");
  });

  it("streams as it is written, after whom it is about, which the model is not told; and is kept whole", async () => {
    const { desk, id, model, path, write } = await room();
    await model.answers({ answer: "writes", pieces: PIECES });
    const frames = framesIn(await (await write("text/event-stream")).text());
    expect(frames.map(([event]) => event)).toEqual(["delta", "delta", "done"]);
    expect(textIn(frames)).toBe(FACTS + PIECES.join(""));
    const kept = await json<Documentation>(200, "GET", path, { token: desk.sam.token });
    expect(kept).toMatchObject({ text: textIn(frames), source: "openai_compatible" });
    expect((await sessionRow(desk.account, id)).documentation_source).toBe("openai_compatible");
    const [asked] = await model.calls();
    expect(asked?.body).toContain("Printer offline");
    for (const name of ["Contoso", "PRN-7", "Sam"]) expect(asked?.body).not.toContain(name);
  });

  it("is not kept by half when its reader goes away, and what was kept before stays", async () => {
    const { desk, id, model, path, write } = await room();
    await json(200, "PUT", path, { token: desk.sam.token, body: { text: "Ours" } });
    await model.answers({ answer: "writes", pieces: PIECES, end: "hangs" });
    const reader = (await write("text/event-stream")).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(await sessionRow(desk.account, id)).toMatchObject({
      documentation_text: "Ours",
      documentation_source: "member",
    });
  });

  it("ends with the text that somebody has saved meanwhile, and leaves it as it is", async () => {
    const { desk, id, model, path, write } = await room();
    await json(200, "PUT", path, { token: desk.sam.token, body: { text: "To be written anew" } });
    await model.answers({ answer: "waits", pieces: ["Problem\n", "Printer."] });
    const reader = (await write("text/event-stream")).body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = (await reader?.read())?.value ?? "";
    const saved = await json<Documentation>(200, "PUT", path, {
      token: desk.priya.token,
      body: { text: "Priya's own" },
    });
    await fetch(model.variables.AI_BASE_URL.replace(/v1$/, "go"));
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read())
      heard += read.value;
    const frames = framesIn(heard);
    expect(textIn(frames)).toContain("Problem\nPrinter.");
    expect(frames.at(-1)).toEqual(["done", saved]);
    expect(await json(200, "GET", path, { token: desk.sam.token })).toEqual(saved);
    expect((await sessionRow(desk.account, id)).documentation_text).toBe("Priya's own");
  });

  it("is as new as its last word, so that a ticket is told of it that was told something meanwhile", async () => {
    const { desk, id, model, write } = await room();
    await model.answers({ answer: "waits", pieces: ["Problem\n", "Printer."] });
    const response = await write("text/event-stream");
    const reader = response.body?.getReader();
    await reader?.read();
    const told = Date.now();
    await fetch(model.variables.AI_BASE_URL.replace(/v1$/, "go"));
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read());
    expect((await sessionRow(desk.account, id)).documentation_at).toBeGreaterThanOrEqual(told);
  });

  it("is the draft from the record where the model gives no answer", async () => {
    const { model, write } = await room();
    await model.answers({ answer: "status", status: 401 });
    expect(await (await write("application/json")).json()).toMatchObject({
      text: "Problem\nPrinter offline\nCustomer: Contoso\nDevice: PRN-7\nDomain: printing",
      source: "rules",
    });
  });
});
