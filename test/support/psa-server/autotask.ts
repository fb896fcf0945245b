import { type Asked, type PsaRoom, type Reply, TICKETS, keepNote } from "./room.ts";

const NUMBER = "T20240215.0001";
const PICK_LISTS = {
  fields: [
    { name: "ticketID", picklistValues: null },
    {
      name: "noteType",
      picklistValues: [
        { value: "13", label: "Workflow Rule", isActive: true },
        { value: "3", label: "Task Notes", isActive: true },
      ],
    },
    {
      name: "publish",
      picklistValues: [
        { value: "1", label: "All Autotask Users", isActive: true },
        { value: "2", label: "Internal Project Team", isActive: true },
      ],
    },
  ],
};

/** Autotask: the directory of zones, and the zone of the account. */
export function answerAutotask(room: PsaRoom, { method, url, host, header, body }: Asked): Reply {
  if (url.pathname === "/atservicesrest/v1.0/zoneInformation") {
    if (header("secret")) return { status: 400, body: { errors: ["No credentials belong here."] } };
    if (room.name.startsWith("unknown")) {
      return { status: 500, body: { errors: ["Zone information could not be determined for this user."] } };
    }
    const zone = {
      url: "https://webservices5.autotask.net/atservicesrest/",
      webUrl: "https://ww5.autotask.net/",
    };
    return { status: 200, body: { zoneName: "America East", ...zone, ci: 1 } };
  }
  if (host !== "webservices5.autotask.net") return { status: 404, body: { errors: ["Not our zone."] } };
  if (header("secret") !== "at-secret" || header("apiintegrationcode") !== "at-code") {
    return {
      status: 401,
      body: { errors: ["Unauthorized: the tracking identifier or the secret is wrong."] },
    };
  }
  const path = url.pathname.replace("/atservicesrest/v1.0", "");
  if (path === "/TicketNotes/entityInformation/fields") return { status: 200, body: PICK_LISTS };
  if (path === "/Tickets/query") {
    const search = url.searchParams.get("search") ?? "";
    return {
      status: 200,
      body: { items: search.includes(NUMBER) ? [ticketOf("123")] : [], pageDetails: {} },
    };
  }
  const company = /^\/Companies\/(\d+)$/.exec(path)?.[1];
  if (company) return { status: 200, body: { item: { id: Number(company), companyName: TICKETS[company] } } };
  const [, id = "", notes] = /^\/Tickets\/(\d+)(\/Notes)?$/.exec(path) ?? [];
  if (!TICKETS[id]) return { status: 200, body: { item: null } };
  if (!notes) return { status: 200, body: { item: ticketOf(id) } };
  if (method === "GET") {
    const own = room.notes.filter(({ ticket }) => ticket === id);
    return {
      status: 200,
      body: { items: own.map(({ id: note, text }) => ({ id: note, description: text })) },
    };
  }
  const posted = JSON.parse(body) as Record<string, unknown>;
  if (posted["noteType"] !== 3 || String(posted["title"]).length > 250) {
    return { status: 500, body: { errors: ["Value is not valid for noteType or title."] } };
  }
  return { status: 200, body: { itemId: keepNote(room, id, String(posted["description"]), posted) } };
}

function ticketOf(id: string) {
  return { id: Number(id), ticketNumber: NUMBER, companyID: Number(id) };
}
