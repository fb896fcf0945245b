import type { Context } from "hono";
import { z } from "zod";
import { documentationPrompt } from "../../assessment/documentation-prompt.ts";
import { modelFor } from "../../assessment/model-for.ts";
import { writeText } from "../../assessment/write-text.ts";
import { Documentation, DocumentationText } from "../../contract/session.ts";
import { takeModelCall } from "../../domain/assessment/take-model-call.ts";
import type { DomainContext } from "../../domain/context.ts";
import { documentationFacts } from "../../domain/sessions/draft-documentation.ts";
import {
  keepDocumentation,
  prepareDocumentation,
  readDocumentation,
  saveDocumentation,
  writeDocumentation,
} from "../../domain/sessions/write-documentation.ts";
import { answerText, answerWritten } from "../answer-written.ts";
import type { AppEnv } from "../app-env.ts";
import { operation } from "../operation.ts";
import { SessionPath } from "../path-ids.ts";
import { sessionExists } from "../session-exists.ts";

const tag = "Documentation";
const path = "/ai-sessions/{id}/documentation";

export const documentationRoutes = [
  operation({
    id: "writeDocumentation",
    method: "post",
    path,
    summary: "Write the session's documentation; with Accept: text/event-stream it comes as it is written",
    tag,
    right: "work",
    params: SessionPath,
    body: z.strictObject({}),
    exists: sessionExists,
    status: 200,
    answer: Documentation,
    stream: "text/event-stream",
    run: ({ ctx, params, c }) => write(c, ctx, params.id),
  }),
  operation({
    id: "readDocumentation",
    method: "get",
    path,
    summary: "The documentation last written",
    tag,
    right: "read",
    params: SessionPath,
    status: 200,
    answer: Documentation,
    run: ({ ctx, params }) => readDocumentation(ctx, params.id),
  }),
  operation({
    id: "saveDocumentation",
    method: "put",
    path,
    summary: "Keep an edited documentation; one that is written at the same moment never takes its place",
    tag,
    right: "work",
    params: SessionPath,
    body: DocumentationText,
    exists: sessionExists,
    refuses: ["invalid_transition"],
    status: 200,
    answer: Documentation,
    run: ({ ctx, params, body }) => saveDocumentation(ctx, params.id, body),
  }),
];

/**
 * Written by the model where there is one: who the session is about is put before its words, as it is not told. What
 * somebody saves meanwhile stays, and is the answer.
 */
async function write(c: Context<AppEnv>, ctx: DomainContext, id: string): Promise<Documentation | Response> {
  const model = modelFor(c.env);
  if (!model) return answerText(c, await writeDocumentation(ctx, id));
  const { session, draft, replaces } = await prepareDocumentation(ctx, id);
  const facts = documentationFacts(session).map((fact) => `${fact}\n`);
  const writing = {
    prompt: documentationPrompt(session),
    lead: facts.length > 0 ? `${facts.join("")}\n` : "",
    tail: "",
    instead: draft,
  };
  return answerWritten(c, {
    pieces: (signal) =>
      writeText({ model, mayAsk: () => takeModelCall(ctx), now: Date.now }, writing, signal),
    // It is as new as its last word: a note that went while it was written has not told it.
    keep: (text, source) => keepDocumentation({ ...ctx, now: Date.now() }, id, { text, source, replaces }),
  });
}
