import type { OpenAPIHono } from "@hono/zod-openapi";
import { isProblemCode } from "../../contract/problem.ts";
import { notFound } from "../../domain/errors.ts";
import type { AppEnv } from "../app-env.ts";
import type { PlainRoute } from "../plain-route.ts";
import { apiDocsPage } from "../pages/api-docs-page.tsx";
import type { ApiDocument } from "../pages/api-document.ts";
import { problemPage } from "../pages/problem-page.tsx";
import { problemsPage } from "../pages/problems-page.tsx";

/** The document that is generated from the operations, a page that shows it, and a page for every problem. */
export function docsRoutes(app: OpenAPIHono<AppEnv>): PlainRoute[] {
  let made: ReturnType<typeof app.getOpenAPI31Document> | undefined;
  const document = () => {
    app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
    app.openAPIRegistry.registerComponent("securitySchemes", "cookie", {
      type: "apiKey",
      in: "cookie",
      name: "baton.session_token",
    });
    app.openAPIRegistry.registerComponent("securitySchemes", "integration", {
      type: "apiKey",
      in: "header",
      name: "X-API-Key",
    });
    return app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "Baton",
        version: "1",
        description: "Escalation Mode for MSP support teams. Errors are application/problem+json (RFC 9457).",
      },
      servers: [{ url: "/" }],
    });
  };
  // It is made of the operations here: of OpenAPI it holds what ApiDocument names.
  const shown = () => (made ??= document()) as unknown as ApiDocument;
  return [
    { method: "GET", path: "/api/v1/openapi.json", answer: (c) => c.json((made ??= document())) },
    { method: "GET", path: "/api/v1/docs", answer: (c) => apiDocsPage(c, shown()) },
    { method: "GET", path: "/problems", answer: problemsPage },
    {
      method: "GET",
      path: "/problems/:code",
      answer: (c) => {
        const code = c.req.param("code") ?? "";
        if (!isProblemCode(code)) throw notFound("problem");
        return problemPage(c, code);
      },
    },
  ];
}
