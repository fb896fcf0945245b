import type { Documentation } from "../../contract/session.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { branches } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { type Reads, readFirst } from "../read-ahead.ts";
import {
  presentBranch,
  presentMessage,
  presentStep,
  selectBranches,
  selectLastMessages,
  selectSteps,
} from "../sessions/session-parts.ts";
import { decodeSession, presentSession, selectSession } from "../sessions/session-row.ts";
import type { Briefed } from "./draft-briefing.ts";
import { type HandoffKey, decodeHandoff, presentHandoff, selectHandoff } from "./handoff-row.ts";
import { keptBriefing } from "./keep-briefing.ts";

export const readsOfBriefing: Reads<HandoffKey> = (account, key) => [
  selectHandoff(account, key),
  selectSession(account, key.session_id),
  selectSteps(account, key.session_id),
  selectBranches(account, key.session_id),
  selectLastMessages(account, key.session_id),
];

/** The briefing that is kept, if one is, and what a new one would rest on. @throws DomainError `not_found` */
export async function openBriefing(
  ctx: DomainContext,
  key: HandoffKey,
): Promise<{ kept: Documentation | null; about: Briefed }> {
  const [found = [], sessionRows = [], stepRows = [], branchRows = [], messageRows = []] = await readFirst(
    ctx,
    readsOfBriefing,
    key,
  );
  if (!found[0] || !sessionRows[0]) throw notFound("handoff");
  const handoff = decodeHandoff(found[0]);
  return {
    kept: keptBriefing(handoff),
    about: {
      handoff: presentHandoff(handoff),
      session: presentSession(decodeSession(sessionRows[0])),
      steps: stepRows.map(presentStep),
      messages: messageRows.map(presentMessage).toReversed(),
      branches: branchRows.map((row) => presentBranch(decodeRow(branches, row))),
    },
  };
}
