import { type Request, type Response, fetch } from "miniflare";

/** Leads a call to a provider's own host to the tests' server, as it came: redirects are for the caller to follow. */
export async function askOpenId(host: string, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const { method, headers } = request;
  const body = method === "POST" ? { body: await request.text() } : {};
  const there = `http://${host}/${url.host}${url.pathname}${url.search}`;
  return fetch(there, { method, headers, redirect: "manual", ...body });
}
