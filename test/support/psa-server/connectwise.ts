import { type Asked, type PsaRoom, type Reply, TICKETS, keepNote } from "./room.ts";

/** Project tickets have addresses of their own. */
const PROJECT = "900";

/** ConnectWise PSA: the company's site, and the API behind its codebase. */
export function answerConnectWise(room: PsaRoom, { method, url, host, header, body }: Asked): Reply {
  if (url.pathname.startsWith("/login/companyinfo/")) {
    if (header("authorization")) return { status: 400, body: { message: "No credentials belong here." } };
    const known = !room.name.startsWith("unknown");
    return { status: 200, body: known ? { CompanyName: "Test", Codebase: "v2026_1/", IsCloud: true } : null };
  }
  if (!host.startsWith("api-") && !host.startsWith("onprem"))
    return { status: 404, body: { message: "No API." } };
  const basic = Buffer.from(header("authorization").replace("Basic ", ""), "base64").toString();
  if (basic !== `${room.name}+pub-key:priv-key` || !header("clientid")) {
    const message = "Provided authorization headers are not valid: priv-key, pub-key, wrong-key.";
    return { status: 401, body: { code: "Unauthorized", message } };
  }
  if (!header("accept").includes("version=2022.1"))
    return { status: 406, body: { message: "Which version?" } };
  const path = /^\/v2026_1\/apis\/3\.0\/(service|project)\/tickets(?:\/(\d+)(\/notes)?)?$/.exec(url.pathname);
  if (!path) return { status: 404, body: { code: "NotFound", message: "Unknown address." } };
  const [, kind, id, notes] = path;
  if (id === undefined) return { status: 200, body: [{ id: 123 }] };
  if (!TICKETS[id] || (id === PROJECT) !== (kind === "project")) {
    return { status: 404, body: { code: "NotFound", message: `Ticket ${id} not found` } };
  }
  if (!notes) return { status: 200, body: { id: Number(id), company: { name: TICKETS[id] } } };
  if (method === "GET") {
    const own = room.notes.filter(({ ticket }) => ticket === id).toReversed();
    return { status: 200, body: own.map(({ id: note, text }) => ({ id: note, text })) };
  }
  const posted = JSON.parse(body) as Record<string, unknown>;
  if (typeof posted["text"] !== "string")
    return { status: 400, body: { code: "InvalidObject", message: "text" } };
  const note = keepNote(room, id, posted["text"], posted);
  return { status: 201, body: { id: note, ticketId: Number(id), text: posted["text"] } };
}
