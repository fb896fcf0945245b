import type { Person } from "../contract/person.ts";
import type { Transport } from "./frame.ts";

/** What the Worker tells the object about a stream that it has let in. Travels as one header of the upgrade. */
export interface StreamRequest {
  transport: Transport;
  account_id: string;
  epoch: string;
  /** The log's end as the Worker read it while it authenticated the caller. */
  last_seq: number;
  /** When it had not read yet, ms: a right that ended since ends this stream before it begins. */
  asked_at: number;
  resume: string | null;
  connection_id: string;
  expires_at: number;
  /** When the login or key itself ends, ms; null for a key without an end. */
  ends_at: number | null;
  person: Person | null;
  /** The login or key that the stream was opened with, and its person: what ends the stream, and what is counted. */
  tags: string[];
  /** How many streams one of the tags, and the account, may have, and how often the tag may open one. */
  limits: { tag: string; per_tag: number; per_account: number; opens_per_minute: number };
}

export const STREAM_HEADER = "x-baton-stream";

/** Names of people are not ASCII, headers are. */
export function writeStreamHeader(stream: StreamRequest): string {
  return encodeURIComponent(JSON.stringify(stream));
}

/** Only our own Worker can reach the object, and it writes this header itself: what it says is trusted. */
export function readStreamHeader(header: string): StreamRequest {
  return JSON.parse(decodeURIComponent(header)) as StreamRequest;
}

export const loginTag = (id: string) => `login:${id}`;
export const userTag = (id: string) => `user:${id}`;
export const keyTag = (id: string) => `key:${id}`;
export const connectionTag = (id: string) => `connection:${id}`;

/** Close codes of the stream (`api.md` §6). */
export const CLOSE = {
  loginEnded: 4401,
  rightLost: 4403,
  restart: 1012,
  tooSlow: 1013,
  abuse: 1008,
} as const;
