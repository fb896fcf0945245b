import { z } from "zod";
import { ApiKey, CreatedApiKey, NewApiKey } from "../../contract/api-key.ts";
import { pageOf, pageQuery } from "../../contract/list.ts";
import { issueApiKey, listApiKeys, revokeApiKey } from "../../domain/members/issue-api-key.ts";
import { API_KEY_PREFIX } from "../../identity/authenticate.ts";
import { newSecret } from "../../platform/new-secret.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";

const tag = "API keys";

export const apiKeyRoutes = [
  operation({
    id: "listApiKeys",
    method: "get",
    path: "/api-keys",
    summary: "The account's keys, newest first; never the keys themselves",
    tag,
    right: "administer",
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(ApiKey, "ApiKeyPage"),
    run: async ({ ctx, query }) => listAnswer(await listApiKeys(ctx, pageRequest(query))),
  }),
  operation({
    id: "createApiKey",
    method: "post",
    path: "/api-keys",
    summary: "Issue a key; it is shown this once",
    tag,
    right: "administer",
    body: NewApiKey,
    status: 201,
    answer: CreatedApiKey,
    run: ({ ctx, body }) => issueApiKey(ctx, body, API_KEY_PREFIX + newSecret()),
  }),
  operation({
    id: "revokeApiKey",
    method: "delete",
    path: "/api-keys/{id}",
    summary: "Revoke a key; its streams end",
    tag,
    right: "administer",
    params: IdPath,
    status: 204,
    run: ({ ctx, params }) => revokeApiKey(ctx, params.id),
  }),
];
