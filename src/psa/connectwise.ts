import { z } from "zod";
import type { PsaCredentials, PsaSettings } from "../contract/psa-connection.ts";
import { type PsaLine, type PsaQuestion, askPsa, judgeAnswer } from "./ask-psa.ts";
import { hasMarker } from "./note-marker.ts";
import { type AddressRules, originOf } from "./psa-address.ts";
import type { FoundTicket, PsaAdapter, PsaMemory, PsaResult, PushedNote } from "./psa-adapter.ts";
import { remember } from "./remember.ts";
import { readTicketReference } from "./ticket-reference.ts";

/** What a company's site says of itself; the codebase is part of every address of the API. */
const CompanyInfo = z.object({ Codebase: z.string().regex(/^[\w.-]+\/?$/) });
const Learned = z.object({ codebase: z.string().regex(/^[\w.-]+\/$/) });
const Ticket = z.object({ id: z.int(), company: z.object({ name: z.string().nullish() }).nullish() });
const Notes = z.array(z.object({ id: z.int(), text: z.string().nullish() }));
const Pushed = z.object({ id: z.int() });

const ACCEPT = "application/vnd.connectwise.com+json; version=2022.1, application/json";
/** Project tickets have addresses of their own; their ids are kept with this before them. */
const PROJECT = "project/";

/** ConnectWise PSA, in the cloud or on premises. */
export function connectWise(
  { secrets, ...network }: PsaLine,
  rules: AddressRules,
  {
    settings,
    credentials,
  }: { settings: PsaSettings<"connectwise">; credentials: PsaCredentials<"connectwise"> },
  memory: PsaMemory,
): PsaAdapter {
  const site = siteOf(settings.site, rules);
  const api = settings.api_host ? originOf("connectwise", settings.api_host, rules) : apiOf(site);
  const { public_key, private_key, client_id } = credentials;
  const proof = btoa(`${settings.company_id}+${public_key}:${private_key}`);
  // A proxy that repeats our header must not show it either.
  const line = { ...network, secrets: [...secrets, proof] };
  const headers = {
    authorization: `Basic ${proof}`,
    clientid: client_id,
    accept: ACCEPT,
  };

  /** The codebase, learned without credentials from the company's site. */
  const codebase = () =>
    remember(memory, line.now(), {
      read: (learned) => Learned.safeParse(learned).data ?? null,
      learn: async () => {
        const answer = await askPsa(line, { url: `${site}/login/companyinfo/${settings.company_id}` });
        if (!("json" in answer)) return judgeAnswer(line, answer);
        const found = CompanyInfo.safeParse(answer.json).data;
        if (answer.status === 200 && found) {
          return { kind: "ok", value: { codebase: found.Codebase.replace(/\/?$/, "/") } };
        }
        if (answer.status !== 200) return judgeAnswer(line, answer);
        const error = `${new URL(site).host} knows no company “${settings.company_id}”.`;
        return { kind: "retry", error, blame: "connection" };
      },
    });

  const ask = async (path: string, question: Omit<PsaQuestion, "url"> = {}) => {
    const known = await codebase();
    if (known.kind !== "ok") return known;
    const url = `${api}/${known.value.codebase}apis/3.0${path}`;
    return askPsa(line, { ...question, url, headers: { ...headers, ...question.headers } });
  };

  const findTicket = async (id: string, kind: "service" | "project"): Promise<PsaResult<FoundTicket>> => {
    const answer = await ask(`/${kind}/tickets/${id}?fields=id,company/name`);
    if ("kind" in answer) return answer;
    const ticket = "json" in answer && answer.status === 200 ? Ticket.safeParse(answer.json).data : undefined;
    if (!ticket) return judgeAnswer(line, answer, { missing: `ConnectWise has no ticket ${id}.` });
    const value = { id: kind === "project" ? PROJECT + id : id, customer: ticket.company?.name ?? null };
    return { kind: "ok", value };
  };

  return {
    async verify() {
      const answer = await ask("/service/tickets?pageSize=1&fields=id");
      if ("kind" in answer) return answer;
      const read = "json" in answer && answer.status === 200 && Array.isArray(answer.json);
      if (!read) return judgeAnswer(line, answer);
      return { kind: "ok", value: `ConnectWise lets ${settings.company_id} read its tickets.` };
    },
    async resolveTicket(reference) {
      const isOwn = (host: string) =>
        host === new URL(site).hostname || /(^|\.)myconnectwise\.net$/.test(host);
      const meant = readTicketReference(reference, isOwn);
      if (!meant || !("id" in meant)) {
        return { kind: "permanent", reason: `“${reference}” is no ConnectWise ticket number.` };
      }
      const found = await findTicket(meant.id, "service");
      return found.kind === "permanent" ? findTicket(meant.id, "project") : found;
    },
    async findNote(ticketId, marker) {
      const answer = await ask(`${pathOf(ticketId)}/notes?orderBy=id%20desc&pageSize=100`);
      if ("kind" in answer) return answer;
      const notes = "json" in answer && answer.status === 200 ? Notes.safeParse(answer.json).data : undefined;
      if (!notes) return judgeAnswer(line, answer);
      const found = notes.find(({ text }) => hasMarker(text, marker));
      return { kind: "ok", value: found ? String(found.id) : null };
    },
    async pushNote({ ticketId, title, text, internal }: PushedNote) {
      const kind = internal ? { internalAnalysisFlag: true } : { detailDescriptionFlag: true };
      const answer = await ask(`${pathOf(ticketId)}/notes`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: `${title}\n\n${text}`, ...kind, processNotifications: false }),
      });
      if ("kind" in answer) return answer;
      const made = "json" in answer && [200, 201].includes(answer.status);
      const pushed = made ? Pushed.safeParse(answer.json).data : undefined;
      if (pushed) return { kind: "ok", value: String(pushed.id) };
      return judgeAnswer(line, answer, { writes: true, missing: "The ticket is not there any more." });
    },
    ticketUrl(ticketId) {
      const known = Learned.safeParse(memory.learned).data;
      if (!known || ticketId.startsWith(PROJECT)) return null;
      const page = "services/system_io/Service/fv_sr100_request.rails";
      return `${site}/${known.codebase}${page}?service_recid=${ticketId}`;
    },
  };
}

function pathOf(ticketId: string): string {
  return ticketId.startsWith(PROJECT)
    ? `/project/tickets/${ticketId.slice(PROJECT.length)}`
    : `/service/tickets/${ticketId}`;
}

/** The site where people sign in, also if its API's host was given. */
function siteOf(text: string, rules: AddressRules): string {
  return originOf("connectwise", text, rules).replace(
    /^https:\/\/api-([a-z]+\.myconnectwise\.net)$/,
    "https://$1",
  );
}

/** The cloud's API has hosts of its own; a server on premises is its own. */
function apiOf(site: string): string {
  return site.replace(/^https:\/\/(?!api-)([a-z]+\.myconnectwise\.net)$/, "https://api-$1");
}
