import { z } from "zod";
import type { PsaCredentials, PsaSettings } from "../contract/psa-connection.ts";
import { type PsaLine, askPsa, judgeAnswer } from "./ask-psa.ts";
import { type AddressRules, RefusedAddress, judgeAddress } from "./psa-address.ts";
import type { PsaAdapter, PsaResult } from "./psa-adapter.ts";
import { signWebhook } from "../platform/sign-webhook.ts";

/** A receiver may say what became of it; it need not. */
const Receipt = z.object({ note_id: z.union([z.string(), z.number()]).nullish() });

/**
 * Any other system, by a signed webhook (Standard Webhooks). It cannot be asked what it has; instead every attempt of a
 * note has the same `webhook-id`, by which receivers leave a second one out.
 */
export function webhook(
  line: PsaLine,
  rules: AddressRules,
  { settings, credentials }: { settings: PsaSettings<"webhook">; credentials: PsaCredentials<"webhook"> },
): PsaAdapter {
  const judged = judgeAddress("webhook", settings.url, rules);
  if ("refused" in judged) throw new RefusedAddress(judged.refused);
  const url = judged.url.href;

  const send = async (id: string, type: string, data: object, writes: boolean) => {
    const body = JSON.stringify({ type, timestamp: new Date(line.now()).toISOString(), data });
    const signed = await signWebhook([credentials.secret], { id, at: line.now(), body });
    const headers = { "content-type": "application/json", ...signed };
    const answer = await askPsa(line, { method: "POST", url, headers, body });
    if ("json" in answer && answer.status >= 200 && answer.status < 300) return answer;
    const failure = judgeAnswer(line, answer, { writes });
    // Whatever a receiver refuses for good, it is its own affair to put right: the note waits for that.
    if (answer.status === 410 && failure.kind === "permanent") return ofConnection(failure.reason);
    return failure;
  };

  return {
    async verify() {
      const answer = await send(`test_${line.now()}`, "psa.test", { text: "A test from Baton." }, false);
      if (!("kind" in answer))
        return { kind: "ok", value: `${new URL(url).host} took the test: ${answer.status}.` };
      return answer.kind === "permanent" ? ofConnection(answer.reason) : answer;
    },
    resolveTicket: async (reference) => ({ kind: "ok", value: { id: reference.trim(), customer: null } }),
    findNote: async () => ({ kind: "ok", value: null }),
    async pushNote({ id, ticketId, title, text, marker, internal }) {
      const data = { note_id: id, ticket: ticketId, title, text, marker, internal };
      const answer = await send(`note_${id}`, "psa.note", data, true);
      if ("kind" in answer) return answer;
      const theirs = Receipt.safeParse(answer.json).data?.note_id;
      return {
        kind: "ok",
        value: theirs === undefined || theirs === null ? id : String(theirs).slice(0, 200),
      };
    },
    ticketUrl: (ticketId) =>
      settings.ticket_url?.replaceAll("{ticket}", encodeURIComponent(ticketId)) ?? null,
  };
}

function ofConnection(error: string): Extract<PsaResult<never>, { kind: "retry" }> {
  return { kind: "retry", error, blame: "connection" };
}
