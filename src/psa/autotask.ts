import { z } from "zod";
import type { PsaCredentials, PsaSettings } from "../contract/psa-connection.ts";
import { type PsaAnswer, type PsaLine, type PsaQuestion, askPsa, judgeAnswer, wordsOf } from "./ask-psa.ts";
import { type NoteChoice, chooseNoteKind } from "./autotask-pick-lists.ts";
import { hasMarker } from "./note-marker.ts";
import { type AddressRules, judgeAddress, originOf } from "./psa-address.ts";
import type { PsaAdapter, PsaMemory, PsaResult } from "./psa-adapter.ts";
import { remember } from "./remember.ts";
import { type TicketReference, readTicketReference } from "./ticket-reference.ts";

const DIRECTORY = "https://webservices.autotask.net";
const Zone = z.object({ url: z.string().min(1), webUrl: z.string().nullish() });
const Learned = z.object({ url: z.string(), web: z.string().nullable() });
const Ticket = z.object({ id: z.int(), companyID: z.int().nullish() });
const One = z.object({ item: Ticket.nullable() });
const Many = z.object({ items: z.array(Ticket) });
const Company = z.object({ item: z.object({ companyName: z.string() }) });
const Notes = z.object({ items: z.array(z.object({ id: z.int(), description: z.string().nullish() })) });
const Pushed = z.object({ itemId: z.int() });
const Errors = z.object({ errors: z.array(z.unknown()).min(1) });

/** What Autotask takes as a title and as a description, in characters. */
const TITLE = 250;
const DESCRIPTION = 32_000;

/** Autotask PSA. Everything is asked one after the other, as its limit on threads wants. */
export function autotask(
  line: PsaLine,
  rules: AddressRules,
  { settings, credentials }: { settings: PsaSettings<"autotask">; credentials: PsaCredentials<"autotask"> },
  memory: PsaMemory,
): PsaAdapter {
  const directory = originOf("autotask", settings.directory ?? DIRECTORY, rules);
  const headers = {
    apiintegrationcode: credentials.integration_code,
    username: settings.username,
    secret: credentials.secret,
    accept: "application/json",
  };

  /** Which of Autotask's zones keeps the account; asked without credentials. */
  const zone = () =>
    remember(memory, line.now(), {
      read: (learned) => Learned.safeParse(learned).data ?? null,
      learn: async () => {
        const user = encodeURIComponent(settings.username);
        const url = `${directory}/atservicesrest/v1.0/zoneInformation?user=${user}`;
        const answer = await askPsa(line, { url });
        const found =
          "json" in answer && answer.status === 200 ? Zone.safeParse(answer.json).data : undefined;
        if (!found) return ofConnection<never>(judge(line, answer));
        const judged = judgeAddress("autotask", found.url, rules);
        if ("refused" in judged) {
          const error = `Autotask names ${found.url.slice(0, 100)} as our zone: ${judged.refused}`;
          return { kind: "retry", error, blame: "connection" };
        }
        const web = judgeAddress("autotask", found.webUrl ?? "", rules);
        const value = { url: judged.url.href.replace(/\/+$/, ""), web: "url" in web ? web.url.origin : null };
        return { kind: "ok", value };
      },
    });

  const ask = async (path: string, question: Omit<PsaQuestion, "url"> = {}) => {
    const known = await zone();
    if (known.kind !== "ok") return known;
    // The zone's address may or may not name the version.
    const url = `${known.value.url.replace(/\/v1\.0$/i, "")}/v1.0${path}`;
    return askPsa(line, { ...question, url, headers: { ...headers, ...question.headers } });
  };

  /** Reads something, and says what is wrong where it is not of the form that it should be. */
  const read = async <T>(path: string, schema: z.ZodType<T>, missing?: string): Promise<PsaResult<T>> => {
    const answer = await ask(path);
    if ("kind" in answer) return answer;
    const found = "json" in answer && answer.status === 200 ? schema.safeParse(answer.json).data : undefined;
    return found === undefined ? judge(line, answer, missing) : { kind: "ok", value: found };
  };

  const findTicket = async (meant: TicketReference): Promise<PsaResult<z.infer<typeof Ticket>>> => {
    if ("id" in meant) {
      const missing = `Autotask has no ticket with the id ${meant.id}.`;
      const found = await read(`/Tickets/${meant.id}`, One, missing);
      if (found.kind !== "ok") return found;
      return found.value.item
        ? { kind: "ok", value: found.value.item }
        : { kind: "permanent", reason: missing };
    }
    const search = JSON.stringify({ filter: [{ op: "eq", field: "ticketNumber", value: meant.number }] });
    const found = await read(`/Tickets/query?search=${encodeURIComponent(search)}`, Many);
    if (found.kind !== "ok") return found;
    const [ticket] = found.value.items;
    if (ticket) return { kind: "ok", value: ticket };
    return { kind: "permanent", reason: `Autotask has no ticket ${meant.number}.` };
  };

  let choice: NoteChoice | null = null;
  const noteKind = async (internal: boolean): Promise<PsaResult<NoteChoice>> => {
    const { note_type, publish } = settings;
    if (note_type !== undefined && publish !== undefined)
      return { kind: "ok", value: { note_type, publish } };
    if (choice) return { kind: "ok", value: choice };
    const lists = await read("/TicketNotes/entityInformation/fields", z.unknown());
    if (lists.kind !== "ok") return lists;
    choice = chooseNoteKind(lists.value, internal, settings);
    if (choice) return { kind: "ok", value: choice };
    const error = "Autotask's pick lists name no kind of note that fits; set note_type and publish.";
    return { kind: "retry", error, blame: "connection" };
  };

  return {
    async verify() {
      const kind = await noteKind(settings.internal);
      if (kind.kind !== "ok") return ofConnection(kind);
      const known = Learned.safeParse(memory.learned).data;
      return {
        kind: "ok",
        value: `Autotask lets ${settings.username} in at ${new URL(known?.url ?? directory).host}.`,
      };
    },
    async resolveTicket(reference) {
      const meant = readTicketReference(reference, (host) => /(^|\.)autotask\.net$/.test(host));
      if (!meant) return { kind: "permanent", reason: `“${reference}” is no Autotask ticket number.` };
      const ticket = await findTicket(meant);
      if (ticket.kind !== "ok") return ticket;
      const { id, companyID } = ticket.value;
      // Whose ticket it is makes no difference to whether it is there.
      const company = companyID ? await read(`/Companies/${companyID}`, Company) : null;
      const customer = company?.kind === "ok" ? company.value.item.companyName : null;
      return { kind: "ok", value: { id: String(id), customer } };
    },
    async findNote(ticketId, marker) {
      const notes = await read(`/Tickets/${ticketId}/Notes`, Notes);
      if (notes.kind !== "ok") return notes;
      const found = notes.value.items.find(({ description }) => hasMarker(description, marker));
      return { kind: "ok", value: found ? String(found.id) : null };
    },
    async pushNote({ ticketId, title, text, internal }) {
      const kind = await noteKind(internal);
      if (kind.kind !== "ok") return kind;
      const { note_type: noteType, publish } = kind.value;
      const note = {
        title: title.slice(0, TITLE),
        description: text.slice(0, DESCRIPTION),
        noteType,
        publish,
      };
      const answer = await ask(`/Tickets/${ticketId}/Notes`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(note),
      });
      if ("kind" in answer) return answer;
      const made = "json" in answer && [200, 201].includes(answer.status);
      const pushed = made ? Pushed.safeParse(answer.json).data : undefined;
      if (pushed) return { kind: "ok", value: String(pushed.itemId) };
      return judge(line, answer, "The ticket is not there any more.", true);
    },
    ticketUrl(ticketId) {
      const web = Learned.safeParse(memory.learned).data?.web;
      return web ? `${web}/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=${ticketId}` : null;
    },
  };
}

/** Autotask may say `errors` inside a 2xx and with a 500: then it has refused, and in these words. */
function judge(
  line: PsaLine,
  answer: PsaAnswer,
  missing?: string,
  writes = false,
): Exclude<PsaResult<never>, { kind: "ok" }> {
  const speaks = "json" in answer && Errors.safeParse(answer.json).success;
  const hidden = speaks && ((answer.status >= 200 && answer.status < 300) || answer.status === 500);
  if (!hidden) return judgeAnswer(line, answer, { writes, ...(missing !== undefined && { missing }) });
  const words = wordsOf(line, answer);
  if (/threshold|too many|rate limit|thread/i.test(words))
    return { kind: "retry", error: words, blame: "limit" };
  if (/\block(?:ed)?\b/i.test(words)) return { kind: "retry", error: words, blame: "ticket" };
  if (/authori[sz]|authenticat|credential|log ?in|permission/i.test(words)) {
    return { kind: "retry", error: words, blame: "connection" };
  }
  return { kind: "permanent", reason: words };
}

/** A refusal of what no ticket is part of is about the connection. */
function ofConnection<T>(result: PsaResult<T>): PsaResult<T> {
  return result.kind === "permanent" ? { kind: "retry", error: result.reason, blame: "connection" } : result;
}
