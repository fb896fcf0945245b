import { createHmac } from "node:crypto";
import { type Asked, type PsaRoom, type Reply, keepNote } from "./room.ts";

/** 32 bytes, as a receiver keeps them. */
const KEY = Buffer.alloc(32, 7);

/** A receiver that checks signatures and takes each id once, as Standard Webhooks has it. */
export function answerWebhook(room: PsaRoom, { header, body }: Asked): Reply {
  const id = header("webhook-id");
  const mac = createHmac("sha256", KEY)
    .update(`${id}.${header("webhook-timestamp")}.${body}`)
    .digest("base64");
  if (!header("webhook-signature").split(" ").includes(`v1,${mac}`)) {
    return { status: 401, body: { message: "The signature is wrong." } };
  }
  const { type, data } = JSON.parse(body) as { type: string; data: Record<string, unknown> };
  if (type === "psa.test") return { status: 204, body: null };
  const known = room.notes.find(({ posted }) => posted["webhook_id"] === id);
  if (known) return { status: 200, body: { note_id: known.id } };
  const note = keepNote(room, String(data["ticket"]), String(data["text"]), { ...data, webhook_id: id });
  return { status: 200, body: { note_id: note } };
}
