import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { page } from "./page-layout.tsx";

interface Documented {
  paths?: Record<string, object> | undefined;
}
interface Described {
  summary?: string;
  description?: string;
  tags?: string[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
}

/** The OpenAPI document, readable without any outside host. */
export function apiDocsPage(c: Context<AppEnv>, document: Documented): Promise<Response> {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    // The generator writes operations below methods and nothing else.
    Object.entries(methods).map(([method, described]) => ({
      path,
      method,
      described: described as Described,
    })),
  );
  const groups = Object.entries(
    Object.groupBy(operations, ({ described }) => described.tags?.[0] ?? "Other"),
  );
  return page(
    c,
    "The API",
    <>
      <p>
        The machine-readable document is <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).
      </p>
      {groups.map(([tag, members]) => (
        <section>
          <h2>{tag}</h2>
          {(members ?? []).map(({ path, method, described }) => (
            <article>
              <h3>
                <code>
                  {method.toUpperCase()} {path}
                </code>
              </h3>
              <p>{described.summary}</p>
              <p class="quiet">{described.description}</p>
              {bodyOf(described) !== undefined && <pre>{JSON.stringify(bodyOf(described), null, 2)}</pre>}
            </article>
          ))}
        </section>
      ))}
    </>,
  );
}

function bodyOf(described: Described): unknown {
  return described.requestBody?.content?.["application/json"]?.schema;
}
