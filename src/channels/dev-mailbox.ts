import { z } from "zod";

/** Keeps mails instead of sending them. */
export interface MailStore {
  /** Keeps a mail once per delivery; returns its id. */
  keep(mail: KeptMail): Promise<string>;
  /** The id of the mail with this metadata entry. */
  find(name: string, value: string): Promise<string | null>;
}

export interface KeptMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  metadata: Record<string, string>;
}

const Batch = z.array(
  z.object({
    To: z.string(),
    Subject: z.string(),
    TextBody: z.string(),
    HtmlBody: z.string(),
    Metadata: z.record(z.string(), z.string()),
  }),
);

/**
 * Answers the Postmark calls that Baton makes out of a local mailbox, so that development goes through the same code
 * up to the last call.
 */
export function devMailbox(
  store: MailStore,
): (input: RequestInfo | URL, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.pathname.startsWith("/email/batch")) {
      const mails = Batch.parse(JSON.parse(String(init?.body)));
      const answers: object[] = [];
      for (const { To, Subject, TextBody, HtmlBody, Metadata } of mails) {
        const mail = { to: To, subject: Subject, text: TextBody, html: HtmlBody, metadata: Metadata };
        answers.push({ ErrorCode: 0, Message: "OK", To, MessageID: await store.keep(mail) });
      }
      return Response.json(answers);
    }
    const [name, value] = [...url.searchParams].find(([key]) => key.startsWith("metadata_")) ?? [];
    const found = name && value ? await store.find(name.slice("metadata_".length), value) : null;
    return Response.json({ TotalCount: found ? 1 : 0, Messages: found ? [{ MessageID: found }] : [] });
  };
}
