import { describe, expect, it } from "vitest";
import { call, json } from "../support/call.ts";
import { makeHelpDesk, openSession } from "../support/help-desk.ts";
import { sessionRow } from "../support/rows.ts";

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
});
