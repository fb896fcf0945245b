import type { MailContent } from "./mail/mail-content.ts";

/**
 * One message to one address: a mail's, a chat's web address, or a browser's subscription as JSON. All channels are
 * given the same words and write them in their own way.
 */
export interface Message {
  to: string;
  content: MailContent;
  /** `delivery_id` and `handoff_id` among others: they come back in reports, and find a message after a crash. */
  metadata: Record<string, string>;
  /** Messages with the same thread are shown together, or replace each other. */
  thread: string | null;
  /** Whether it follows an earlier message of its thread. */
  follows?: boolean;
}

/**
 * What became of a message. `retry` may be tried again: `uncertain` if it may have arrived, `retry_after` (ms) where the
 * provider said how long to wait. The others are final; `gone`: this address will never take anything again.
 */
export type SendAnswer =
  | { kind: "sent"; provider_message_id: string | null }
  | { kind: "retry"; error: string; uncertain: boolean; retry_after?: number }
  | { kind: "failed"; error: string }
  | { kind: "suppressed"; error: string }
  | { kind: "gone"; error: string };

/** A way to tell people something: mail, a chat, a browser. */
export interface Channel {
  /** At most 500 messages; the answers are in their order. Never throws for a message that could not be sent. */
  send(messages: readonly Message[]): Promise<SendAnswer[]>;
  /**
   * The provider's id of a message sent with this metadata entry, or null. @throws if the provider does not answer
   *
   * Null instead of a function where a provider cannot be asked: then a message of which nobody knows whether it has
   * arrived is sent again (at least once), and says that it may be a repetition.
   */
  find: ((name: string, value: string) => Promise<string | null>) | null;
}

/** A channel that can be asked. */
export type AskableChannel = Channel & { find: NonNullable<Channel["find"]> };

/** After so long a call to a provider is given up, ms. */
export const CALL_TIMEOUT_MS = 10_000;
/** No message is begun later than this after its channel was given it, ms, so that a sender knows when it will be back. */
export const BEGIN_WITHIN_MS = 7_000;
