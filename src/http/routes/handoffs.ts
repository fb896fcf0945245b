import { z } from "zod";
import { whoIsLooking } from "../../bus/who-is-looking.ts";
import { Delivery } from "../../contract/delivery.ts";
import { LoggedEvent } from "../../contract/event.ts";
import {
  HandedOff,
  Handoff,
  HandoffDetail,
  HandoffPreview,
  NewHandoff,
  NewNote,
  Note,
  ReadBack,
} from "../../contract/handoff.ts";
import { itemsOf, pageQuery } from "../../contract/list.ts";
import { addNote } from "../../domain/handoffs/add-note.ts";
import { getDeliveries, getHandoff, getTimeline, readsOfContext } from "../../domain/handoffs/get-handoff.ts";
import { handOffSession, readsOfHandOff } from "../../domain/handoffs/hand-off-session.ts";
import { listHandoffsOfSession } from "../../domain/handoffs/list-handoffs-of-session.ts";
import { previewHandoff, readsOfPreview } from "../../domain/handoffs/preview-handoff.ts";
import { writeReadBack } from "../../domain/handoffs/write-read-back.ts";
import { pageRequest, plainArray } from "../list-answer.ts";
import { operation, readsAhead } from "../operation.ts";
import { HandoffPath, SessionPath, handoffKey } from "../path-ids.ts";
import { handoffExists, handOffPossible } from "../session-exists.ts";

const tag = "Handoffs";
const one = "/ai-sessions/{id}/handoffs/{hid}";

export const handoffRoutes = [
  operation({
    id: "handOffSession",
    refuses: ["invalid_transition"],
    method: "post",
    path: "/ai-sessions/{id}/handoff",
    summary: "Park or escalate a session",
    tag,
    right: "work",
    params: SessionPath,
    body: NewHandoff,
    ahead: ({ id }) => readsAhead(readsOfHandOff, id),
    exists: handOffPossible,
    status: 201,
    answer: HandedOff,
    run: ({ ctx, params, body }) => handOffSession(ctx, params.id, body),
  }),
  operation({
    id: "previewHandoff",
    method: "get",
    path: "/ai-sessions/{id}/handoff/preview",
    summary: "Who would be told at once if the session were escalated now",
    tag,
    right: "work",
    params: SessionPath,
    ahead: ({ id }) => readsAhead(readsOfPreview, id),
    status: 200,
    answer: HandoffPreview,
    run: ({ ctx, params }) => previewHandoff(ctx, params.id),
  }),
  operation({
    id: "listHandoffsOfSession",
    method: "get",
    path: "/ai-sessions/{id}/handoffs",
    summary: "The history of a session's handoffs, newest first",
    tag,
    right: "read",
    params: SessionPath,
    query: z.object(pageQuery),
    status: 200,
    answer: z.array(Handoff),
    run: async ({ ctx, params, query, c }) =>
      plainArray(c, await listHandoffsOfSession(ctx, params.id, pageRequest(query))),
  }),
  operation({
    id: "getHandoff",
    method: "get",
    path: one,
    summary: "A handoff with its session, what was tried, its timeline and who was told",
    tag,
    right: "read",
    params: HandoffPath,
    ahead: (path) => readsAhead(readsOfContext, handoffKey(path)),
    status: 200,
    answer: HandoffDetail,
    run: async ({ c, ctx, caller, params }) => {
      const looking = whoIsLooking(c.env, caller.account);
      const detail = await getHandoff(ctx, handoffKey(params));
      return { ...detail, viewers: (await looking).get(params.hid) ?? [] };
    },
  }),
  operation({
    id: "writeReadBack",
    refuses: ["invalid_transition"],
    method: "patch",
    path: `${one}/read-back`,
    summary: "The holder's read-back, or the originator's correction of it",
    tag,
    right: "own",
    params: HandoffPath,
    body: ReadBack,
    exists: handoffExists,
    status: 200,
    answer: Handoff,
    run: ({ ctx, params, body }) => writeReadBack(ctx, handoffKey(params), body),
  }),
  operation({
    id: "addNote",
    method: "post",
    path: `${one}/notes`,
    summary: "Write a note onto the handoff's timeline",
    tag,
    right: "work",
    params: HandoffPath,
    body: NewNote,
    exists: handoffExists,
    status: 201,
    answer: Note,
    run: ({ ctx, params, body }) => addNote(ctx, handoffKey(params), body),
  }),
  operation({
    id: "listDeliveries",
    method: "get",
    path: `${one}/deliveries`,
    summary: "Who was told, on which channel, and what became of it",
    tag,
    right: "read",
    params: HandoffPath,
    status: 200,
    answer: itemsOf(Delivery, "DeliveryList"),
    run: async ({ ctx, params }) => ({ items: await getDeliveries(ctx, handoffKey(params)) }),
  }),
  operation({
    id: "getTimeline",
    method: "get",
    path: `${one}/timeline`,
    summary: "The handoff's logged events, oldest first",
    tag,
    right: "read",
    params: HandoffPath,
    status: 200,
    answer: itemsOf(LoggedEvent, "Timeline"),
    run: async ({ ctx, params }) => ({ items: await getTimeline(ctx, handoffKey(params)) }),
  }),
];
