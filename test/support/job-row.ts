import { env } from "cloudflare:workers";

/** A job of the outbox as it stands in the database. */
export interface JobRow {
  id: string;
  kind: string;
  status: "pending" | "done" | "failed";
  attempts: number;
  payload: string | null;
  last_error: string | null;
  next_attempt_at: number;
}

export async function jobRow(id: string): Promise<JobRow | null> {
  return env.DB.prepare("SELECT * FROM outbox WHERE id = ?").bind(id).first<JobRow>();
}
