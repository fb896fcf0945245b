import { describe, expect, it } from "vitest";
import { modelFor } from "../../src/assessment/model-for.ts";
import type { ModelSource } from "../../src/assessment/model-source.ts";
import { type Pieces, writeText } from "../../src/assessment/write-text.ts";

const WRITING = {
  prompt: { instructions: "Write.", material: "<record>\n{}\n</record>" },
  lead: "Lead. ",
  tail: "Tail.",
  instead: "From the record.",
};

/** The binding of Workers AI that writes these pieces, and then ends, or never does. */
function binding(pieces: string[], ends = true) {
  const encoder = new TextEncoder();
  const left = [...pieces];
  const run = async () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = left.shift();
        if (piece !== undefined) {
          controller.enqueue(encoder.encode(piece));
          return undefined;
        }
        if (ends) return controller.close();
        return new Promise(() => undefined);
      },
    });
  return modelFor({ AI: { run } }, 50);
}

const piece = (response: string) => `data: ${JSON.stringify({ response })}\n\n`;

const write = (model: ModelSource | null, signal = new AbortController().signal) =>
  writeText({ model, mayAsk: async () => true, now: () => 0 }, WRITING, signal);

async function whole(pieces: Pieces): Promise<[string, string]> {
  let text = "";
  let next = await pieces.next();
  for (; !next.done; next = await pieces.next()) text += next.value;
  return [text, next.value];
}

describe("a text that is written", () => {
  it("is passed on between what stands before and after it, and says where it is from", async () => {
    const model = binding([piece("The printer "), piece("is off."), "data: [DONE]\n\n"]);
    expect(await whole(write(model))).toEqual(["Lead. The printer is off.\n\nTail.", "workers_ai"]);
  });

  it("is read the same however the line cuts it, and shows nothing that is invisible", async () => {
    const cut = `${piece("The prin\u202eter ")}${piece("is öff.")}`.split(/(?<=^[\s\S]{20})/);
    const [text] = await whole(write(binding(cut)));
    expect(text).toBe("Lead. The printer is öff.\n\nTail.");
  });

  it.each([
    ["there is no model", null],
    ["the model says nothing", binding(["data: [DONE]\n\n"])],
    ["the model says nothing but spaces", binding([piece("  "), piece("\n")])],
    ["the model never begins", binding([], false)],
  ])("is the one from the record where %s", async (_, model) => {
    expect(await whole(write(model))).toEqual(["From the record.", "rules"]);
  });

  it("ends with its reader: nothing more is said, and nothing is put in its place", async () => {
    const gone = new AbortController();
    const pieces = write(binding([piece("The printer ")], false), gone.signal);
    expect(await pieces.next()).toEqual({ done: false, value: "Lead. The printer " });
    const next = pieces.next();
    gone.abort();
    await expect(next).rejects.toMatchObject({ name: "ModelFailure", kind: "gone" });
  });
});
