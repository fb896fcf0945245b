import { NewSession, Session, SessionChange, SessionQuery, Resolution } from "../../contract/session.ts";
import { SessionDetail } from "../../contract/handoff.ts";
import { pageOf } from "../../contract/list.ts";
import { z } from "zod";
import { changeSession } from "../../domain/sessions/change-session.ts";
import { createSession } from "../../domain/sessions/create-session.ts";
import { getSession, readsOfSession } from "../../domain/sessions/get-session.ts";
import { listSessions } from "../../domain/sessions/list-sessions.ts";
import { resolveSession } from "../../domain/sessions/resolve-session.ts";
import { resumeSession } from "../../domain/sessions/resume-session.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation, readsAhead } from "../operation.ts";
import { SessionPath } from "../path-ids.ts";
import { sessionExists } from "../session-exists.ts";

const tag = "Sessions";

export const sessionRoutes = [
  operation({
    id: "createSession",
    method: "post",
    path: "/ai-sessions",
    summary: "Open a troubleshooting session",
    tag,
    right: "work",
    body: NewSession,
    status: 201,
    answer: Session,
    run: ({ ctx, body }) => createSession(ctx, body),
  }),
  operation({
    id: "listSessions",
    method: "get",
    path: "/ai-sessions",
    summary: "The account's sessions, newest first",
    tag,
    right: "read",
    query: SessionQuery,
    status: 200,
    answer: pageOf(Session, "SessionPage"),
    run: async ({ ctx, query }) => listAnswer(await listSessions(ctx, query, pageRequest(query))),
  }),
  operation({
    id: "getSession",
    method: "get",
    path: "/ai-sessions/{id}",
    summary: "A session with its messages, steps, branches and handoffs",
    tag,
    right: "read",
    params: SessionPath,
    ahead: ({ id }) => readsAhead(readsOfSession, id),
    status: 200,
    answer: SessionDetail,
    run: ({ ctx, params }) => getSession(ctx, params.id),
  }),
  operation({
    id: "changeSession",
    refuses: ["invalid_transition"],
    method: "patch",
    path: "/ai-sessions/{id}",
    summary: "Change what is known of a session",
    tag,
    right: "work",
    params: SessionPath,
    body: SessionChange,
    exists: sessionExists,
    status: 200,
    answer: Session,
    run: ({ ctx, params, body }) => changeSession(ctx, params.id, body),
  }),
  operation({
    id: "resumeSession",
    refuses: ["invalid_transition"],
    method: "post",
    path: "/ai-sessions/{id}/resume",
    summary: "Take a paused session up again",
    tag,
    right: "work",
    params: SessionPath,
    body: z.strictObject({}),
    exists: sessionExists,
    status: 200,
    answer: Session,
    run: ({ ctx, params }) => resumeSession(ctx, params.id),
  }),
  operation({
    id: "resolveSession",
    refuses: ["invalid_transition"],
    method: "post",
    path: "/ai-sessions/{id}/resolve",
    summary: "End a session with what solved it",
    tag,
    right: "work",
    params: SessionPath,
    body: Resolution,
    exists: sessionExists,
    status: 200,
    answer: Session,
    run: ({ ctx, params, body }) => resolveSession(ctx, params.id, body),
  }),
];
