import { z } from "zod";
import { Documentation, DocumentationText } from "../../contract/session.ts";
import {
  readDocumentation,
  saveDocumentation,
  writeDocumentation,
} from "../../domain/sessions/write-documentation.ts";
import { operation } from "../operation.ts";
import { SessionPath } from "../path-ids.ts";
import { sessionExists } from "../session-exists.ts";
import { streamText } from "../stream-text.ts";

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
    run: async ({ ctx, params, c }) => {
      const written = await writeDocumentation(ctx, params.id);
      return c.req.header("accept")?.includes("text/event-stream") ? streamText(written) : written;
    },
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
    summary: "Keep an edited documentation",
    tag,
    right: "work",
    params: SessionPath,
    body: DocumentationText,
    exists: sessionExists,
    status: 200,
    answer: Documentation,
    run: ({ ctx, params, body }) => saveDocumentation(ctx, params.id, body.text),
  }),
];
