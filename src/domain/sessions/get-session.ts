import type { SessionDetail } from "../../contract/handoff.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { branches } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeHandoff, presentHandoff, selectHandoffsOf } from "../handoffs/handoff-row.ts";
import {
  presentBranch,
  presentMessage,
  presentStep,
  selectBranches,
  selectMessages,
  selectSteps,
} from "./session-parts.ts";
import { decodeSession, presentSession, selectSession } from "./session-row.ts";

/** A session with all that belongs to it, in one round trip. @throws DomainError `not_found` */
export async function getSession(ctx: DomainContext, sessionId: string): Promise<SessionDetail> {
  const { account_id } = ctx;
  const [found = [], messageRows = [], stepRows = [], branchRows = [], handoffRows = []] = await ctx.db.batch(
    [
      selectSession(account_id, sessionId),
      selectMessages(account_id, sessionId),
      selectSteps(account_id, sessionId),
      selectBranches(account_id, sessionId),
      selectHandoffsOf(account_id, sessionId),
    ],
  );
  if (!found[0]) throw notFound("session");
  return {
    ...presentSession(decodeSession(found[0])),
    messages: messageRows.map(presentMessage),
    steps: stepRows.map(presentStep),
    branches: branchRows.map((row) => presentBranch(decodeRow(branches, row))),
    handoffs: handoffRows.map((row) => presentHandoff(decodeHandoff(row))),
  };
}
