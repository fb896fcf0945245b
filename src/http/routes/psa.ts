import { z } from "zod";
import { pageOf, pageQuery } from "../../contract/list.ts";
import {
  NewPsaConnection,
  PsaChoice,
  PsaConnection,
  PsaConnectionChange,
  PsaTest,
  changeOf,
} from "../../contract/psa-connection.ts";
import { PsaPush } from "../../contract/psa-note.ts";
import { loadConnection } from "../../domain/psa/connection-row.ts";
import {
  changeConnection,
  createConnection,
  deleteConnection,
  listChoices,
  listConnections,
} from "../../domain/psa/connections.ts";
import { getPushState, pushHandoffNote } from "../../domain/psa/push-handoff-note.ts";
import { connectionTerms } from "../../queue/psa-terms.ts";
import { testConnection } from "../../queue/test-connection.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation } from "../operation.ts";
import { HandoffPath, IdPath, handoffKey } from "../path-ids.ts";
import { validate } from "../validate.ts";

const tag = "PSA";
const one = "/psa/connections/{id}";
const push = "/ai-sessions/{id}/handoffs/{hid}/psa-push";

export const psaRoutes = [
  operation({
    id: "listPsaConnections",
    method: "get",
    path: "/psa/connections",
    summary: "The account's PSA connections, newest first; never their credentials",
    tag,
    right: "administer",
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(PsaConnection, "PsaConnectionPage"),
    run: async ({ ctx, query }) => listAnswer(await listConnections(ctx, pageRequest(query))),
  }),
  operation({
    id: "listPsaChoices",
    method: "get",
    path: "/psa/choices",
    summary:
      "The connections that a session can name, newest first: their names, and nothing of what is in them",
    tag,
    right: "read",
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(PsaChoice, "PsaChoicePage"),
    run: async ({ ctx, query }) => listAnswer(await listChoices(ctx, pageRequest(query))),
  }),
  operation({
    id: "createPsaConnection",
    method: "post",
    path: "/psa/connections",
    summary: "Connect a PSA; the credentials are sealed and never shown again",
    tag,
    right: "administer",
    refuses: ["invalid_transition"],
    body: NewPsaConnection,
    status: 201,
    answer: PsaConnection,
    run: ({ c, ctx, body }) => createConnection(ctx, body, connectionTerms(c.env)),
  }),
  operation({
    id: "changePsaConnection",
    method: "patch",
    path: one,
    summary: "Change a connection; settings and credentials are each given whole",
    tag,
    right: "administer",
    params: IdPath,
    body: PsaConnectionChange,
    exists: (ctx, { id }) => loadConnection(ctx, id),
    status: 200,
    answer: PsaConnection,
    run: async ({ c, ctx, params, body }) => {
      const { kind } = await loadConnection(ctx, params.id);
      return changeConnection(ctx, params.id, validate(changeOf(kind), body), connectionTerms(c.env));
    },
  }),
  operation({
    id: "deletePsaConnection",
    method: "delete",
    path: one,
    summary: "Let a connection go; notes that still wait for it are not pushed",
    tag,
    right: "administer",
    params: IdPath,
    status: 204,
    run: ({ ctx, params }) => deleteConnection(ctx, params.id),
  }),
  operation({
    id: "testPsaConnection",
    method: "post",
    path: `${one}/test`,
    summary: "Ask the PSA whether the connection works; what is wrong comes in its own words",
    tag,
    right: "administer",
    params: IdPath,
    writes: false,
    status: 200,
    answer: PsaTest,
    run: ({ c, ctx, params }) => testConnection(ctx, c.env, params.id),
  }),
  operation({
    id: "pushPsaNote",
    method: "post",
    path: push,
    summary: "Tell the ticket now: what waits or has failed, or how the handoff stands",
    tag: "Handoffs",
    right: "work",
    refuses: ["invalid_transition"],
    params: HandoffPath,
    status: 202,
    answer: PsaPush,
    run: ({ ctx, params }) => pushHandoffNote(ctx, handoffKey(params)),
  }),
  operation({
    id: "getPsaPush",
    method: "get",
    path: push,
    summary: "How the notes of a handoff in its ticket stand",
    tag: "Handoffs",
    right: "read",
    params: HandoffPath,
    status: 200,
    answer: PsaPush,
    run: ({ ctx, params }) => getPushState(ctx, handoffKey(params)),
  }),
];
