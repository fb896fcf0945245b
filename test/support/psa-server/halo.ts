import { type Asked, type PsaRoom, type Reply, TICKETS, keepNote } from "./room.ts";

interface PostedAction {
  ticket_id?: number;
  outcome?: string;
  note?: string;
}

/** HaloPSA: authinfo, tokens, tickets, actions. */
export function answerHalo(room: PsaRoom, { method, url, host, header, body }: Asked): Reply {
  if (url.pathname === "/api/authinfo") {
    return { status: 200, body: { auth_url: `https://${host}/auth`, tenant_id: room.name } };
  }
  if (url.pathname === "/auth/token") {
    const form = new URLSearchParams(body);
    const right =
      form.get("client_id") === "halo-client" &&
      form.get("client_secret") === "halo-secret" &&
      form.get("scope") === "all" &&
      url.searchParams.get("tenant") === room.name;
    if (!right) {
      return {
        status: 400,
        body: { error: "invalid_client", error_description: "The client secret is wrong." },
      };
    }
    const token = `token-${room.tokens.length + 1}-${room.calls.length}`;
    room.tokens.push(token);
    return { status: 200, body: { access_token: token, token_type: "Bearer", expires_in: 3600 } };
  }
  if (!room.tokens.includes(header("authorization").replace("Bearer ", ""))) {
    return { status: 401, body: { Message: "Authorization has been denied for this request." } };
  }
  if (url.pathname === "/api/Actions" && method === "GET") {
    const own = room.notes.filter(({ ticket }) => ticket === url.searchParams.get("ticket_id")).toReversed();
    return {
      status: 200,
      body: { record_count: own.length, actions: own.map(({ id, text }) => ({ id, note: text })) },
    };
  }
  if (url.pathname === "/api/Actions") return takeAction(room, body);
  const id = /^\/api\/Tickets\/(\d+)$/.exec(url.pathname)?.[1];
  if (id === undefined) return { status: 200, body: { record_count: 1, tickets: [{ id: 123 }] } };
  if (!TICKETS[id]) return { status: 404, body: { Message: "Ticket not found" } };
  return { status: 200, body: { id: Number(id), client_name: TICKETS[id] } };
}

function takeAction(room: PsaRoom, body: string): Reply {
  const given: unknown = JSON.parse(body);
  if (!Array.isArray(given)) return { status: 400, body: { Message: "An array is needed." } };
  const action = given[0] as PostedAction;
  if (!action.ticket_id || !action.outcome)
    return { status: 400, body: { Message: "ticket_id and outcome." } };
  if (action.outcome !== "Private Note")
    return { status: 400, body: { Message: `No outcome ${action.outcome}.` } };
  const id = keepNote(room, String(action.ticket_id), action.note ?? "", { ...action });
  return { status: 201, body: [{ id, ticket_id: action.ticket_id, note: action.note }] };
}
