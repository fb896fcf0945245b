import type { RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { GenericPost, TakenPost, TakenPosts } from "../contract/integration.ts";
import { Problem } from "../contract/problem.ts";
import { TOOL_ADDRESSES } from "./inbound-address.ts";

const tags = ["Posts from tools"];
const path = "/api/v1/inbound/{key}";
const Key = z.object({ key: z.string() });
const description =
  "The key of an integration is the whole authority: in the path, or as Authorization: Bearer or X-API-Key, and then without it in the path. Posts past the integration's limit are 429, with Retry-After and the RateLimit fields; signs of life have the same limit for themselves.";

const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });
const answers = (text: string, schema: z.ZodType) => ({ description: text, ...json(schema) });
const refusals = {
  401: { description: "Not the key of an integration, or not signed as it asks", ...problem() },
  422: { description: "The payload cannot be read", ...problem() },
  429: { description: "The key has had its posts of this minute", ...problem() },
  default: { description: "Any other problem", ...problem() },
};

function problem() {
  return { content: { "application/problem+json": { schema: Problem } } };
}

/** What its clients send; more is taken, and left alone. */
const PagerdutyEvent = z
  .looseObject({
    routing_key: z.string().length(32),
    event_action: z.enum(["trigger", "acknowledge", "resolve"]),
    dedup_key: z.string().max(255).optional(),
    payload: z
      .looseObject({
        summary: z.string(),
        source: z.string(),
        severity: z.enum(["critical", "error", "warning", "info"]),
      })
      .optional(),
  })
  .meta({ id: "PagerdutyEvent" });

const Enqueued = z.object({ status: z.string(), message: z.string(), dedup_key: z.string() });
const NotEnqueued = z.object({ status: z.string(), message: z.string(), errors: z.array(z.string()) });
const OpsgenieAnswer = TakenPosts.extend({ result: z.string(), took: z.number(), requestId: z.string() });
const ToolPayload = z.looseObject({}).meta({ id: "ToolPayload" });

const common = { description, tags, security: [{ integration: [] }] };

/** The addresses that tools post to, for the OpenAPI document: their callers are no members, so they are no operations. */
export const INBOUND_DESCRIPTIONS: RouteConfig[] = [
  {
    ...common,
    method: "post",
    path: "/v2/enqueue",
    operationId: "enqueueEvent",
    summary: "PagerDuty's Events API v2",
    request: { body: json(PagerdutyEvent) },
    responses: {
      202: answers("Taken", Enqueued),
      400: answers("An invalid event, or an unknown key", NotEnqueued),
      429: answers("Too many", NotEnqueued),
    },
  },
  {
    ...common,
    method: "post",
    path,
    operationId: "postEscalation",
    summary: "Our own form, or a tool's own JSON by the integration's mapping",
    request: { params: Key, body: json(GenericPost) },
    responses: { 200: answers("Known, or resolved", TakenPost), 201: answers("New", TakenPost), ...refusals },
  },
  ...Object.keys(TOOL_ADDRESSES)
    .filter((end) => !end.includes("/"))
    .map((end): RouteConfig => ({
      ...common,
      method: "post",
      path: `${path}/${end}`,
      operationId: `post_${end.replaceAll("-", "_")}`,
      summary: `The webhook of ${end}, as the tool sends it`,
      request: { params: Key, body: json(ToolPayload) },
      responses: {
        200: answers("Known, or resolved", TakenPosts),
        201: answers("New", TakenPosts),
        ...refusals,
      },
    })),
  {
    ...common,
    method: "post",
    path: `${path}/opsgenie/v2/alerts`,
    operationId: "post_opsgenie",
    summary: "Opsgenie's create alert",
    request: { params: Key, body: json(ToolPayload) },
    responses: { 202: answers("Taken", OpsgenieAnswer), ...refusals },
  },
  {
    ...common,
    method: "post",
    path: `${path}/opsgenie/v2/alerts/{alias}/close`,
    operationId: "close_opsgenie",
    summary: "Opsgenie's close alert, by alias",
    request: { params: Key.extend({ alias: z.string() }), body: json(ToolPayload) },
    responses: { 202: answers("Taken", OpsgenieAnswer), ...refusals },
  },
  ...(["get", "post"] as const).map((method): RouteConfig => ({
    ...common,
    method,
    path: `${path}/heartbeat`,
    operationId: `${method}_heartbeat`,
    summary: "A sign of life; signed, over an empty body where there is none, if the integration signs",
    request: { params: Key },
    responses: {
      204: { description: "Noted" },
      401: refusals[401],
      429: refusals[429],
      default: refusals.default,
    },
  })),
];
