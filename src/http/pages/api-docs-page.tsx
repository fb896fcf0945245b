import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { type ApiDocument, operationsByTag } from "./api-document.ts";
import { ApiObjects } from "./api-objects.tsx";
import { ApiOperation } from "./api-operation.tsx";
import { page } from "./page-layout.tsx";

/** The OpenAPI document, readable without scripts and without any outside host. */
export function apiDocsPage(c: Context<AppEnv>, document: ApiDocument): Promise<Response> {
  const groups = operationsByTag(document);
  return page(
    c,
    "The API",
    <>
      {/* It scrolls by itself, so it can be reached by the keyboard. */}
      <nav class="contents" aria-label="Contents" tabindex={0}>
        <details>
          <summary>Contents</summary>
          {groups.map(([tag, operations]) => (
            <>
              <p>
                <a href={`#${anchorOf(tag)}`}>{tag}</a>
              </p>
              <ul>
                {operations.map(({ operationId, summary }) => (
                  <li>
                    <a href={`#${operationId}`}>{summary}</a>
                  </li>
                ))}
              </ul>
            </>
          ))}
          <p>
            <a href="#objects">Objects</a>
          </p>
        </details>
      </nav>
      <div>
        <h1>The API</h1>
        <Introduction />
        {groups.map(([tag, operations]) => (
          <section aria-labelledby={anchorOf(tag)}>
            <h2 id={anchorOf(tag)}>{tag}</h2>
            {operations.map((operation) => (
              <ApiOperation operation={operation} document={document} />
            ))}
          </section>
        ))}
        <ApiObjects document={document} />
      </div>
    </>,
    "reference",
  );
}

function Introduction() {
  return (
    <>
      <p>
        Everything here is generated from the code; for programs it is the document{" "}
        <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).
      </p>
      <p>
        Send <code>Authorization: Bearer …</code> with a login token or an API key. Bodies are JSON in UTF-8;
        a field that is not known is refused. Times are ISO 8601 in UTC. Whatever goes wrong is told as{" "}
        <code>application/problem+json</code>, and each <a href="/problems">problem</a> has a page.
      </p>
      <p>
        A POST that writes takes an <code>Idempotency-Key</code>: sent again with the same body within 24
        hours, it is answered as the first time and done once. The examples take the address from{" "}
        <code>$BATON</code> and the token from <code>$TOKEN</code>.
      </p>
    </>
  );
}

function anchorOf(tag: string): string {
  return `group-${tag.toLowerCase().replaceAll(/\W+/g, "-")}`;
}
