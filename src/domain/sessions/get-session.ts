import type { SessionDetail } from "../../contract/handoff.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { branches } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeHandoff, presentHandoff, selectHandoffsOf } from "../handoffs/handoff-row.ts";
import { type Reads, readFirst } from "../read-ahead.ts";
import {
  presentBranch,
  presentMessage,
  presentStep,
  selectBranches,
  selectMessages,
  selectSteps,
} from "./session-parts.ts";
import { decodeSession, presentSession, selectSession } from "./session-row.ts";

export const readsOfSession: Reads<string> = (account, sessionId) => [
  selectSession(account, sessionId),
  selectMessages(account, sessionId),
  selectSteps(account, sessionId),
  selectBranches(account, sessionId),
  selectHandoffsOf(account, sessionId),
];

/** A session with all that belongs to it, in at most one round trip. @throws DomainError `not_found` */
export async function getSession(ctx: DomainContext, sessionId: string): Promise<SessionDetail> {
  const [found = [], messageRows = [], stepRows = [], branchRows = [], handoffRows = []] = await readFirst(
    ctx,
    readsOfSession,
    sessionId,
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
