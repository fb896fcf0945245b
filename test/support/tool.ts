import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { NewIntegration } from "../../src/contract/integration.ts";
import { nothingCommitted } from "../../src/domain/context.ts";
import { createIntegration } from "../../src/domain/integrations/create-integration.ts";
import { newHexKey, newSigningSecret } from "../../src/platform/new-secret.ts";
import { seal } from "../../src/platform/seal.ts";
import { type Call, call } from "./call.ts";
import type { HelpDesk } from "./help-desk.ts";

/** A tool of a help desk: its integration, and what it posts. */
export interface Tool {
  id: string;
  key: string;
  secret: string;
  /** Posts JSON to the end of its address; `""` is our own form. */
  post(body: unknown, end?: string, given?: Call): Promise<Response>;
}

/** Olivia adds a tool. */
export async function makeTool(desk: HelpDesk, input: Partial<NewIntegration> = {}): Promise<Tool> {
  const key = newHexKey();
  const secret = newSigningSecret();
  const signing = { secret, sealed: await seal(env.BETTER_AUTH_SECRET, secret) };
  const ctx = { ...desk.account.as(desk.olivia, Date.now()), committed: nothingCommitted() };
  const { id } = await createIntegration(
    ctx,
    { name: "Watchtower", kind: "generic", ...input },
    { key, signing },
  );
  const post = (body: unknown, end = "", given: Call = {}) =>
    call("POST", `/api/v1/inbound/${key}${end}`, { body, ...given });
  return { id, key, secret, post };
}

/** The answer to a post that was taken. @throws unless it was */
export async function taken<T = TakenCard>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  const text = await response.text();
  if (response.status > 299) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

export interface TakenCard {
  handoff_id: string;
  session_id: string;
  is_new: boolean;
  seq: number;
  will_notify: { user_id: string; name: string; channel: string }[];
  status_url: string;
}

/** The account's alerts, oldest first. */
export function alertsOf({ account }: HelpDesk) {
  return account.db.all<{
    dedup_key: string;
    status: string;
    occurrences: number;
    handoff_id: string;
    summary: string;
  }>(sql`SELECT dedup_key, status, occurrences, handoff_id, summary FROM alerts WHERE account_id = ${account.id}
    ORDER BY first_seen_at, id`);
}

/** What became of the tool's posts, oldest first. */
export function postsOf({ account }: HelpDesk) {
  return account.db.all<{ outcome: string; detail: string | null; answer_status: number; body: string }>(
    sql`SELECT outcome, detail, answer_status, body, address, handoff_ids FROM integration_posts
      WHERE account_id = ${account.id} ORDER BY received_at, id`,
  );
}

/** The account's handoffs, oldest first. */
export function cardsOf({ account }: HelpDesk) {
  return account.db.all<{
    id: string;
    status: string;
    occurrences: number;
    priority: string;
    intent: string;
  }>(
    sql`SELECT id, session_id, status, occurrences, priority, intent, handed_off_by, team_id, engineer_notes,
        source_resolved_at, source_acknowledged_at FROM handoffs WHERE account_id = ${account.id} ORDER BY created_at, id`,
  );
}
