import type { Context } from "hono";
import { briefingPrompt } from "../../assessment/briefing-prompt.ts";
import { modelFor } from "../../assessment/model-for.ts";
import { writeText } from "../../assessment/write-text.ts";
import { Documentation } from "../../contract/session.ts";
import { takeModelCall } from "../../domain/assessment/take-model-call.ts";
import type { DomainContext } from "../../domain/context.ts";
import { draftBriefing, endOfBriefing } from "../../domain/handoffs/draft-briefing.ts";
import type { HandoffKey } from "../../domain/handoffs/handoff-row.ts";
import {
  WRITING_MS,
  beginBriefing,
  keepBriefing,
  leaveBriefing,
  readBriefing,
} from "../../domain/handoffs/keep-briefing.ts";
import { openBriefing, readsOfBriefing } from "../../domain/handoffs/open-briefing.ts";
import { answerText, answerWritten } from "../answer-written.ts";
import type { AppEnv } from "../app-env.ts";
import { operation, readsAhead } from "../operation.ts";
import { HandoffPath, handoffKey } from "../path-ids.ts";

export const briefingRoutes = [
  operation({
    id: "getBriefing",
    method: "get",
    path: "/ai-sessions/{id}/handoffs/{hid}/briefing",
    summary: "What whoever takes over should know; with Accept: text/event-stream it comes as it is written",
    tag: "Handoffs",
    right: "read",
    params: HandoffPath,
    ahead: (path) => readsAhead(readsOfBriefing, handoffKey(path)),
    status: 200,
    answer: Documentation,
    stream: "text/event-stream",
    run: ({ c, ctx, params }) => brief(c, ctx, handoffKey(params)),
  }),
];

/** The kept briefing, or a new one: written by one reader, while the others wait for what that one writes. */
async function brief(
  c: Context<AppEnv>,
  ctx: DomainContext,
  key: HandoffKey,
): Promise<Documentation | Response> {
  const { kept, about } = await openBriefing(ctx, key);
  if (kept) return answerText(c, kept);
  const instead = draftBriefing(about);
  const { assessment_status } = about.handoff;
  const keep = (text: string, source: string) => keepBriefing(ctx, key, { text, source, assessment_status });
  const model = modelFor(c.env);
  if (!model) return answerText(c, await keep(instead, "rules"));
  const mayAsk = () => takeModelCall(ctx);
  const writing = { prompt: briefingPrompt(about), lead: "", tail: endOfBriefing(about), instead };
  let writer = (await beginBriefing(ctx, key)) ? ctx : null;
  return answerWritten(c, {
    async *pieces(signal) {
      if (!writer) {
        const other = await waitForBriefing(ctx, key, signal);
        if (other) {
          yield other.text;
          return other.source;
        }
        // Whoever wrote was cut off. If one more is quicker now, this reader has the text that needs no model.
        const late = { ...ctx, now: Date.now() };
        writer = (await beginBriefing(late, key)) ? late : null;
      }
      return yield* writeText({ model: writer && model, mayAsk, now: Date.now }, writing, signal);
    },
    keep,
    giveUp: async () => {
      if (writer) await leaveBriefing(writer, key);
    },
  });
}

const LOOK_EVERY_MS = 400;

/** What another reader writes at this moment, once it is kept; null when nobody writes any more. */
async function waitForBriefing(
  ctx: DomainContext,
  key: HandoffKey,
  signal: AbortSignal,
): Promise<Documentation | null> {
  for (let waited = 0; waited < WRITING_MS && !signal.aborted; waited += LOOK_EVERY_MS) {
    const standing = await readBriefing(ctx, key);
    if (standing !== "being_written") return standing;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return null;
}
