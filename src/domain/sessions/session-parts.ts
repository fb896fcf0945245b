import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { Branch, Message, Step } from "../../contract/session.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { type branches, messages, steps } from "../../db/schema.ts";
import { iso } from "../../platform/iso.ts";
import type { AccountRef } from "../read-ahead.ts";
import { nameIn } from "./session-row.ts";

/** The messages of a session, oldest first. */
export function selectMessages(account: AccountRef, sessionId: string): SQL {
  return sql`SELECT m.*, u.name AS author_name FROM messages m LEFT JOIN users u ON u.id = m.author_id
    WHERE m.session_id = ${sessionId} AND m.account_id = ${account} ORDER BY m.created_at, m.id`;
}

/** How many messages whoever sums a session up looks at (`product.md` S4). */
const LAST_MESSAGES = 10;

/** The newest messages of a session, newest first. */
export function selectLastMessages(account: AccountRef, sessionId: string): SQL {
  return sql`SELECT m.*, u.name AS author_name FROM messages m LEFT JOIN users u ON u.id = m.author_id
    WHERE m.session_id = ${sessionId} AND m.account_id = ${account}
    ORDER BY m.created_at DESC, m.id DESC LIMIT ${LAST_MESSAGES}`;
}

export function selectSteps(account: AccountRef, sessionId: string): SQL {
  return sql`SELECT t.*, u.name AS author_name FROM steps t LEFT JOIN users u ON u.id = t.author_id
    WHERE t.session_id = ${sessionId} AND t.account_id = ${account} ORDER BY t.position`;
}

export function selectBranches(account: AccountRef, sessionId: string): SQL {
  return sql`SELECT b.* FROM branches b
    WHERE b.session_id = ${sessionId} AND b.account_id = ${account} ORDER BY b.branch_order`;
}

export function presentMessage(row: Row): Message {
  const { id, role, content, author_id, created_at } = decodeRow(messages, row);
  return {
    id,
    role,
    content,
    author_id,
    author_name: nameIn(row, "author_name"),
    created_at: iso(created_at),
  };
}

export function presentStep(row: Row): Step {
  const { account_id: _, session_id: __, ...step } = decodeRow(steps, row);
  return { ...step, author_name: nameIn(row, "author_name"), created_at: iso(step.created_at) };
}

export function presentBranch(row: InferSelectModel<typeof branches>): Branch {
  const { account_id: _, session_id: __, ...branch } = row;
  return { ...branch, created_at: iso(branch.created_at) };
}
