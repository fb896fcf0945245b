import type { Context } from "hono";
import { z } from "zod";
import {
  Alert,
  ChangedIntegration,
  CreatedIntegration,
  Integration,
  IntegrationChange,
  IntegrationPost,
  MappingPreview,
  MappingTrial,
  NewIntegration,
  PostQuery,
  TakenPosts,
} from "../../contract/integration.ts";
import { pageOf, pageQuery } from "../../contract/list.ts";
import {
  changeIntegration,
  deleteIntegration,
  rotateKey,
} from "../../domain/integrations/change-integration.ts";
import { createIntegration, listIntegrations } from "../../domain/integrations/create-integration.ts";
import { loadIntegration, presentIntegration } from "../../domain/integrations/integration-row.ts";
import { listAlerts, listPosts } from "../../domain/integrations/list-posts.ts";
import { newHexKey, newSigningSecret } from "../../platform/new-secret.ts";
import { seal } from "../../platform/seal.ts";
import type { AppEnv } from "../app-env.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation } from "../operation.ts";
import { HandoffPath, IdPath, PostPath, handoffKey } from "../path-ids.ts";
import { previewMapping } from "../preview-mapping.ts";
import { replayPost } from "../replay-post.ts";

const tag = "Integrations";
const right = "administer" as const;

export const integrationRoutes = [
  operation({
    id: "listIntegrations",
    method: "get",
    path: "/integrations",
    summary: "The account's integrations, newest first; never their keys",
    tag,
    right,
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(Integration, "IntegrationPage"),
    run: async ({ ctx, query }) => listAnswer(await listIntegrations(ctx, pageRequest(query))),
  }),
  operation({
    id: "createIntegration",
    method: "post",
    path: "/integrations",
    summary: "Add a tool; its key, and the secret of its signatures, are shown this once",
    tag,
    right,
    body: NewIntegration,
    refuses: ["invalid_transition"],
    status: 201,
    answer: CreatedIntegration,
    run: async ({ ctx, body, c }) =>
      createIntegration(ctx, body, { key: newHexKey(), signing: await freshSigning(c) }),
  }),
  operation({
    id: "previewMapping",
    method: "post",
    path: "/integrations/preview",
    summary: "What a body would become, by the mapping given; nothing is kept",
    tag,
    right,
    body: MappingTrial,
    writes: false,
    status: 200,
    answer: MappingPreview,
    run: ({ body }) => previewMapping(body),
  }),
  operation({
    id: "getIntegration",
    method: "get",
    path: "/integrations/{id}",
    summary: "An integration",
    tag,
    right,
    params: IdPath,
    status: 200,
    answer: Integration,
    run: async ({ ctx, params }) => presentIntegration(await loadIntegration(ctx, params.id), ctx.now),
  }),
  operation({
    id: "changeIntegration",
    method: "patch",
    path: "/integrations/{id}",
    summary: "Change an integration; if it begins to sign, its secret is shown this once",
    tag,
    right,
    params: IdPath,
    body: IntegrationChange,
    exists: (ctx, { id }) => loadIntegration(ctx, id),
    status: 200,
    answer: ChangedIntegration,
    run: async ({ ctx, params, body, c }) => changeIntegration(ctx, params.id, body, await freshSigning(c)),
  }),
  operation({
    id: "deleteIntegration",
    method: "delete",
    path: "/integrations/{id}",
    summary: "Take a tool away; its key is void at once and its raw posts are gone, what came of them stays",
    tag,
    right,
    params: IdPath,
    status: 204,
    run: ({ ctx, params }) => deleteIntegration(ctx, params.id),
  }),
  operation({
    id: "rotateIntegrationKey",
    method: "post",
    path: "/integrations/{id}/rotate",
    summary: "A new key, shown this once; the one before works for 24 hours more",
    tag,
    right,
    params: IdPath,
    status: 200,
    answer: CreatedIntegration,
    run: ({ ctx, params }) => rotateKey(ctx, params.id, newHexKey()),
  }),
  operation({
    id: "listIntegrationPosts",
    method: "get",
    path: "/integrations/{id}/posts",
    summary:
      "What the tool posted within seven days, the newest thousand: the raw body, and what became of it",
    tag,
    right,
    params: IdPath,
    query: PostQuery,
    status: 200,
    answer: pageOf(IntegrationPost, "IntegrationPostPage"),
    run: async ({ ctx, params, query }) => listAnswer(await listPosts(ctx, params.id, pageRequest(query))),
  }),
  operation({
    id: "replayIntegrationPost",
    method: "post",
    path: "/integrations/{id}/posts/{pid}/replay",
    summary: "Take a kept post again, by the rules and the mapping of now",
    tag,
    right,
    params: PostPath,
    refuses: [
      "invalid_transition",
      "malformed_json",
      "bad_request",
      "unsupported_media_type",
      "validation_failed",
    ],
    status: 200,
    answer: TakenPosts,
    run: ({ ctx, params, c }) => replayPost(c, ctx, { integration_id: params.id, post_id: params.pid }),
  }),
  operation({
    id: "listAlerts",
    method: "get",
    path: "/ai-sessions/{id}/handoffs/{hid}/alerts",
    summary: "The alerts that a tool's handoff stands for, oldest first",
    tag: "Handoffs",
    right: "read",
    params: HandoffPath,
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(Alert, "AlertPage"),
    run: async ({ ctx, params, query }) =>
      listAnswer(await listAlerts(ctx, handoffKey(params), pageRequest(query))),
  }),
];

async function freshSigning(c: Context<AppEnv>) {
  const secret = newSigningSecret();
  return { secret, sealed: await seal(c.env.BETTER_AUTH_SECRET, secret) };
}
