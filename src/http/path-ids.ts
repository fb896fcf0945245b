import { z } from "zod";
import { Id } from "../contract/id.ts";

export const IdPath = z.object({ id: Id });
export const SessionPath = IdPath;
export const HandoffPath = z.object({ id: Id, hid: Id });
export const DeliveryPath = HandoffPath.extend({ did: Id });
export const PostPath = z.object({ id: Id, pid: Id });

/** The key of the handoff that a path names. */
export function handoffKey({ id, hid }: z.infer<typeof HandoffPath>) {
  return { session_id: id, handoff_id: hid };
}
