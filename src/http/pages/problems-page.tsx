import type { Context } from "hono";
import { PROBLEMS, isProblemCode } from "../../contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { page } from "./page-layout.tsx";
import { PROBLEM_GUIDES } from "./problem-guide.ts";

/** Every problem that the API can answer with, by status, each with a link to its own page. */
export function problemsPage(c: Context<AppEnv>): Promise<Response> {
  const codes = Object.keys(PROBLEMS).filter(isProblemCode);
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return page(
    c,
    "Problems",
    <>
      <p>
        Whatever goes wrong is answered as <code>application/problem+json</code>. Its <code>type</code> is the
        address of one of these pages.
      </p>
      {[...byStatus].map(([status, alike]) => (
        <section aria-labelledby={`status-${status}`}>
          <h2 id={`status-${status}`}>{status}</h2>
          <ul class="fields">
            {alike.map((code) => (
              <li>
                <a href={`/problems/${code}`}>
                  <code class="name">{code}</code>
                </a>{" "}
                {PROBLEMS[code].title}. <span class="quiet">{PROBLEM_GUIDES[code].means}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>,
  );
}
