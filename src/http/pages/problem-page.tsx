import type { Context } from "hono";
import { PROBLEMS, type ProblemCode } from "../../contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { page } from "./page-layout.tsx";

/** The page that a problem's `type` leads to. */
export function problemPage(c: Context<AppEnv>, code: ProblemCode): Promise<Response> {
  const { status, title, help } = PROBLEMS[code];
  return page(
    c,
    title,
    <dl>
      <dt>Code</dt>
      <dd>
        <code>{code}</code>
      </dd>
      <dt>Status</dt>
      <dd>{status}</dd>
      <dt>What to do</dt>
      <dd>{help}</dd>
    </dl>,
  );
}
