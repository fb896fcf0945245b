import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createApp } from "../../src/http/app.ts";

/** The Worker's bindings with some of them replaced. */
export function envWith(replaced: object): Env {
  return { ...env, ...replaced };
}

/** Lets the Worker answer with other bindings, and waits for what it does after the answer. */
export async function workerWith(replaced: object, request: Request): Promise<Response> {
  const ctx = createExecutionContext();
  const response = await createApp().fetch(request, envWith(replaced), ctx);
  await waitOnExecutionContext(ctx);
  return response;
}
