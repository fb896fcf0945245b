import type { Transport } from "./frame.ts";

/** What the Worker tells the object about a stream that it has let in. Travels as one header of the upgrade. */
export interface StreamRequest {
  transport: Transport;
  account_id: string;
  epoch: string;
  /** The log's end as the Worker read it while it authenticated the caller. */
  last_seq: number;
  resume: string | null;
  connection_id: string;
  expires_at: number;
  /** What the stream ends with: the login or key it was opened with, and its person. */
  tags: string[];
}

export const STREAM_HEADER = "x-baton-stream";

export const loginTag = (id: string) => `login:${id}`;
export const userTag = (id: string) => `user:${id}`;
export const keyTag = (id: string) => `key:${id}`;

/** Close codes of the stream (`api.md` §6). */
export const CLOSE = {
  loginEnded: 4401,
  rightLost: 4403,
  restart: 1012,
  tooSlow: 1013,
  abuse: 1008,
} as const;
