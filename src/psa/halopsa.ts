import { z } from "zod";
import type { PsaCredentials, PsaSettings } from "../contract/psa-connection.ts";
import { type PsaAnswer, type PsaLine, type PsaQuestion, askPsa, judgeAnswer } from "./ask-psa.ts";
import { hasMarker } from "./note-marker.ts";
import { type AddressRules, RefusedAddress, originOf } from "./psa-address.ts";
import type { PsaAdapter, PsaMemory, PsaResult } from "./psa-adapter.ts";
import { remember } from "./remember.ts";
import { readTicketReference } from "./ticket-reference.ts";

const AuthInfo = z.object({ auth_url: z.string().min(1), tenant_id: z.string().nullish() });
const Learned = z.object({ auth_url: z.string(), tenant: z.string() });
const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().nullish() });
const Ticket = z.object({ id: z.int(), client_name: z.string().nullish() });
const Action = z.object({ id: z.int(), note: z.string().nullish(), note_html: z.string().nullish() });
const Actions = z.union([z.object({ actions: z.array(Action) }), z.array(Action)]);

/** A token is given up so long before its end, ms. */
const EARLY_MS = 60_000;
const TOKEN_LASTS_S = 3_600;

/** HaloPSA. Its token lives in memory alone, for one run. */
export function haloPsa(
  { secrets, ...network }: PsaLine,
  rules: AddressRules,
  { settings, credentials }: { settings: PsaSettings<"halopsa">; credentials: PsaCredentials<"halopsa"> },
  memory: PsaMemory,
): PsaAdapter {
  const base = originOf("halopsa", settings.host, rules);
  // Tokens join them as they are given.
  const line = { ...network, secrets: [...secrets] };
  let token: { value: string; ends: number } | null = null;

  const authInfo = () =>
    remember(memory, line.now(), {
      read: (learned) => Learned.safeParse(learned).data ?? null,
      learn: async () => {
        const answer = await askPsa(line, { url: `${base}/api/authinfo` });
        const info =
          "json" in answer && answer.status === 200 ? AuthInfo.safeParse(answer.json).data : undefined;
        if (!info) return judgeAnswer(line, answer);
        return { kind: "ok", value: { auth_url: info.auth_url, tenant: info.tenant_id ?? "" } };
      },
    });

  const fetchToken = async (): Promise<PsaResult<string>> => {
    if (token && token.ends > line.now()) return { kind: "ok", value: token.value };
    const info = await authInfo();
    if (info.kind !== "ok") return info;
    const { auth_url, tenant } = info.value;
    const question = tokenQuestion(auth_url, tenant, rules, credentials);
    if ("kind" in question) return question;
    const answer = await askPsa(line, question);
    const given = "json" in answer && answer.status === 200 ? Token.safeParse(answer.json).data : undefined;
    if (!given) {
      // OAuth answers wrong credentials with 400 as well as 401: no fault of the ticket.
      const judged = judgeAnswer(line, answer);
      return judged.kind === "permanent"
        ? { kind: "retry", error: judged.reason, blame: "connection" }
        : judged;
    }
    const lasts = (given.expires_in ?? TOKEN_LASTS_S) * 1000;
    line.secrets.push(given.access_token);
    token = { value: given.access_token, ends: line.now() + Math.max(lasts - EARLY_MS, 0) };
    return { kind: "ok", value: token.value };
  };

  /** Asks with a token; one that has run out before its time is fetched anew, once. */
  const ask = async (path: string, question: Omit<PsaQuestion, "url"> = {}) => {
    for (let tries = 0; ; tries++) {
      const given = await fetchToken();
      if (given.kind !== "ok") return given;
      const headers = {
        authorization: `Bearer ${given.value}`,
        accept: "application/json",
        ...question.headers,
      };
      const answer: PsaAnswer = await askPsa(line, { ...question, url: `${base}/api${path}`, headers });
      if (answer.status !== 401 || tries > 0) return answer;
      token = null;
    }
  };

  return {
    async verify() {
      const answer = await ask("/Tickets?count=1&pageinate=true&page_size=1");
      if ("kind" in answer) return answer;
      if (!("json" in answer) || answer.status !== 200 || answer.json === undefined)
        return judgeAnswer(line, answer);
      return { kind: "ok", value: `HaloPSA lets us read tickets at ${new URL(base).host}.` };
    },
    async resolveTicket(reference) {
      const meant = readTicketReference(reference, (host) => host === new URL(base).hostname);
      if (!meant || !("id" in meant)) {
        return { kind: "permanent", reason: `“${reference}” is no HaloPSA ticket number.` };
      }
      const missing = `HaloPSA has no ticket ${meant.id}.`;
      const answer = await ask(`/Tickets/${meant.id}`);
      if ("kind" in answer) return answer;
      const ticket =
        "json" in answer && answer.status === 200 ? Ticket.safeParse(answer.json).data : undefined;
      if (!ticket) return judgeAnswer(line, answer, { missing });
      return { kind: "ok", value: { id: String(ticket.id), customer: ticket.client_name ?? null } };
    },
    async findNote(ticketId, marker) {
      const answer = await ask(`/Actions?ticket_id=${ticketId}&count=100&excludesys=true`);
      if ("kind" in answer) return answer;
      const read =
        "json" in answer && answer.status === 200 ? Actions.safeParse(answer.json).data : undefined;
      if (!read) return judgeAnswer(line, answer);
      const actions = Array.isArray(read) ? read : read.actions;
      const found = actions.find(
        ({ note, note_html }) => hasMarker(note, marker) || hasMarker(note_html, marker),
      );
      return { kind: "ok", value: found ? String(found.id) : null };
    },
    async pushNote({ ticketId, title, text, internal }) {
      const note = `${title}\n\n${text}`;
      const action = {
        ticket_id: Number(ticketId),
        outcome: settings.outcome,
        note,
        note_html: asHtml(note),
        hiddenfromuser: internal,
        sendemail: false,
      };
      const answer = await ask("/Actions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify([action]),
      });
      if ("kind" in answer) return answer;
      const made = "json" in answer && [200, 201].includes(answer.status) ? answer.json : undefined;
      const pushed = Action.safeParse(Array.isArray(made) ? made[0] : made).data;
      if (pushed) return { kind: "ok", value: String(pushed.id) };
      return judgeAnswer(line, answer, { writes: true, missing: "The ticket is not there any more." });
    },
    ticketUrl: (ticketId) => `${base}/ticket?id=${ticketId}`,
  };
}

/** Where and how a token is asked for; credentials go only to Halo's own hosts, whatever `authinfo` says. */
function tokenQuestion(
  auth_url: string,
  tenant: string,
  rules: AddressRules,
  { client_id, client_secret }: PsaCredentials<"halopsa">,
): PsaQuestion | Extract<PsaResult<never>, { kind: "retry" }> {
  try {
    originOf("halopsa", auth_url, rules);
  } catch (error) {
    if (!(error instanceof RefusedAddress)) throw error;
    const words = `HaloPSA sends us to ${auth_url.slice(0, 100)} to sign in: ${error.message}`;
    return { kind: "retry", error: words, blame: "connection" };
  }
  const url = new URL(`${auth_url.replace(/\/+$/, "")}/token`);
  if (tenant) url.searchParams.set("tenant", tenant);
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id,
    client_secret,
    scope: "all",
  });
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  return { method: "POST", url: url.href, headers, body: body.toString() };
}

/** Text as HTML that shows it as it is. */
function asHtml(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replaceAll('"', "&quot;").replaceAll("\n", "<br>");
}
