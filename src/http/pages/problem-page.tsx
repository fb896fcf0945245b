import type { Context } from "hono";
import { PROBLEMS, type Problem, type ProblemCode } from "../../contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { page } from "./page-layout.tsx";
import { PROBLEM_GUIDES } from "./problem-guide.ts";

/** The page that a problem's `type` leads to. */
export function problemPage(c: Context<AppEnv>, code: ProblemCode): Promise<Response> {
  const { status, title, help } = PROBLEMS[code];
  const { means, causes, advice } = PROBLEM_GUIDES[code];
  return page(
    c,
    title,
    <>
      <p class="quiet">
        <code>{code}</code> · status {status}
      </p>
      <p>{means}</p>
      <h2>Usual causes</h2>
      <ul>
        {causes.map((cause) => (
          <li>{cause}</li>
        ))}
      </ul>
      <h2>What to do</h2>
      {[help, ...advice].map((sentence) => (
        <p>{sentence}</p>
      ))}
      <h2>An answer with this problem</h2>
      <pre>
        <code>{JSON.stringify(exampleProblem(code), null, 2)}</code>
      </pre>
      <p class="quiet">
        Sent as <code>application/problem+json</code> (RFC 9457). Decide by <code>code</code>, show{" "}
        <code>detail</code>, and quote <code>request_id</code> when you ask for help.
      </p>
      <p>
        <a href="/problems">All problems</a>
      </p>
    </>,
  );
}

function exampleProblem(code: ProblemCode): Problem {
  const { status, title } = PROBLEMS[code];
  const { detail, instance, extra } = PROBLEM_GUIDES[code].example;
  const request_id = "9d0fb2c4-4c7e-4d0a-9a54-0c2c3f8f4a10";
  return { type: `/problems/${code}`, title, status, detail, instance, code, request_id, ...extra };
}
