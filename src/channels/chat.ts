import { type Outside, type OutsideAnswer, callOutside } from "./call-outside.ts";
import { BEGIN_WITHIN_MS, type Channel, type Message, type SendAnswer } from "./channel.ts";

/** What one kind of chat does in its own way. */
export interface ChatKind {
  name: string;
  write(message: Message): string;
  /** Whether this answer means that the address will never take anything again. */
  isGone(status: number, body: string): boolean;
}

/** So many messages to one chat go in one call of `send`, a second apart; the others come back for another try. */
export const AT_ONCE = 5;
const APART_MS = 1_000;
/** Answers that say "not now". */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/** A chat that is told by posting to a secret address: one message after the other, as chats take about one a second. */
export function chatChannel(kind: ChatKind, outside: Outside, pause: (ms: number) => Promise<void>): Channel {
  return {
    async send(messages) {
      const answers = new Map<Message, SendAnswer>();
      const chats = Map.groupBy(messages, ({ to }) => to);
      const late = AbortSignal.timeout(outside.begin_within ?? BEGIN_WITHIN_MS);
      const tell = (message: Message) => {
        const headers = { "content-type": "application/json" };
        return callOutside(outside, message.to, { headers, body: kind.write(message) }, late);
      };
      await Promise.all(
        [...chats.values()].map((some) =>
          tellChat(some, answers, pause, async (message) => judge(kind, await tell(message))),
        ),
      );
      return messages.map(
        (message) => answers.get(message) ?? notYet(`${kind.name} takes one message a second.`),
      );
    },
    find: null,
  };
}

async function tellChat(
  messages: readonly Message[],
  answers: Map<Message, SendAnswer>,
  pause: (ms: number) => Promise<void>,
  tell: (message: Message) => Promise<SendAnswer>,
): Promise<void> {
  for (const [index, message] of messages.slice(0, AT_ONCE).entries()) {
    if (index > 0) await pause(APART_MS);
    const answer = await tell(message);
    answers.set(message, answer);
    if (answer.kind === "sent" || answer.kind === "failed") continue;
    // Who has just said "not now", or is gone, or does not answer, is not asked again at once.
    for (const other of messages.slice(index + 1)) {
      answers.set(other, answer.kind === "retry" ? { ...answer, uncertain: false } : answer);
    }
    return;
  }
}

function judge({ name, isGone }: ChatKind, answer: OutsideAnswer): SendAnswer {
  if (answer.kind === "refused") return { kind: "failed", error: answer.error };
  if (answer.kind === "not_called") return notYet(answer.error);
  if (answer.kind === "lost") return { kind: "retry", error: `${name}: ${answer.error}`, uncertain: true };
  const { status, body, retry_after } = answer;
  if (status >= 200 && status < 300) return { kind: "sent", provider_message_id: null };
  const error = `${name} ${status}: ${body}`.slice(0, 500).toWellFormed();
  if (isGone(status, body)) return { kind: "gone", error };
  const wait = retry_after === null ? {} : { retry_after };
  if (LATER.has(status)) return { kind: "retry", error, uncertain: false, ...wait };
  if (status >= 500) return { kind: "retry", error, uncertain: true, ...wait };
  return { kind: "failed", error };
}

function notYet(error: string): SendAnswer {
  return { kind: "retry", error, uncertain: false, retry_after: APART_MS };
}
