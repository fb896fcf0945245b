import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { requestId } from "hono/request-id";
import { notFound } from "../domain/errors.ts";
import { answerHeaders } from "./answer-headers.ts";
import type { AppEnv } from "./app-env.ts";
import { INBOUND_DESCRIPTIONS } from "./describe-inbound.ts";
import { describeOperation } from "./describe-operation.ts";
import type { Operation } from "./operation.ts";
import type { PlainRoute } from "./plain-route.ts";
import { problem, problemFor } from "./problem.ts";
import { requestLog } from "./request-log.ts";
import { authRoutes } from "./routes/auth.ts";
import { demoRoutes } from "./routes/demo.ts";
import { docsRoutes } from "./routes/docs.ts";
import { enqueueRoutes } from "./routes/enqueue.ts";
import { healthRoutes } from "./routes/health.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { inboundRoutes } from "./routes/inbound.ts";
import { pageDocument, pageRoutes } from "./routes/page.ts";
import { pickUpRoutes } from "./routes/pick-up.ts";
import { OPERATIONS } from "./routes/operations.ts";
import { runOperation } from "./run-operation.ts";

export const API = "/api/v1";

/** The whole HTTP side of Baton. */
export function createApp(): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.use(requestId());
  app.use(requestLog);
  app.use(answerHeaders);
  app.onError((error, c) => problemFor(c, error));
  app.notFound(async (c) => {
    // A person who follows a dead link is shown the page, which says so; programs get the problem.
    if (c.req.method === "GET" && c.req.header("sec-fetch-dest") === "document") {
      const document = await pageDocument(c);
      return new Response(document.body, { status: 404, headers: document.headers });
    }
    return problem(c, "not_found", "There is nothing at this address.");
  });

  for (const operation of OPERATIONS) app.openAPIRegistry.registerPath(describeOperation(operation));
  for (const described of INBOUND_DESCRIPTIONS) app.openAPIRegistry.registerPath(described);
  const plain = [
    ...healthRoutes,
    ...docsRoutes(app),
    ...authRoutes,
    ...demoRoutes,
    ...hookRoutes,
    ...enqueueRoutes,
    ...inboundRoutes,
    ...pickUpRoutes,
    ...pageRoutes,
  ];
  mount(app, OPERATIONS, plain);
  return app;
}

interface Mounted {
  path: string;
  methods: Map<string, (c: Context<AppEnv>) => Response | Promise<Response>>;
  demo: boolean;
}

/** Registers paths without parameters first, and for each path an answer to the methods that it does not have. */
function mount(
  app: OpenAPIHono<AppEnv>,
  operations: readonly Operation[],
  plain: readonly PlainRoute[],
): void {
  const paths = new Map<string, Mounted>();
  const at = (path: string, demo: boolean): Mounted => {
    const mounted = paths.get(path) ?? { path, methods: new Map(), demo };
    paths.set(path, mounted);
    return mounted;
  };
  for (const op of operations) {
    const path = API + op.path.replaceAll(/\{(\w+)\}/g, ":$1");
    at(path, false).methods.set(op.method.toUpperCase(), (c) => runOperation(c, op));
  }
  for (const route of plain) at(route.path, route.demo ?? false).methods.set(route.method, route.answer);

  const ordered = [...paths.values()].toSorted(
    (a, b) => Number(hasVariable(a.path)) - Number(hasVariable(b.path)),
  );
  for (const { path, methods, demo } of ordered) {
    app.all(path, async (c) => {
      if (demo && c.env.DEMO_MODE !== "on") throw notFound("page");
      const answer = methods.get(c.req.method === "HEAD" ? "GET" : c.req.method);
      if (answer) return answer(c);
      const allow = [...methods.keys()].join(", ");
      return problem(c, "method_not_allowed", `This address answers ${allow}.`, {}, { Allow: allow });
    });
  }
}

function hasVariable(path: string): boolean {
  return path.includes(":") || path.includes("*");
}
