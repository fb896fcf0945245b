import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { PlainRoute } from "../plain-route.ts";

/** The addresses inside the page: all of them are the one document, which finds its way by itself. */
const ADDRESSES = [
  "/",
  "/escalations",
  "/sign-in",
  "/sessions",
  "/sessions/*",
  "/numbers",
  "/settings",
  "/settings/*",
];

export const pageRoutes: PlainRoute[] = ADDRESSES.map((path) => ({
  method: "GET",
  path,
  answer: pageDocument,
}));

/** The page's document as it was built, with the headers that it was given there. */
export async function pageDocument(c: Context<AppEnv>): Promise<Response> {
  const document = await c.env.ASSETS.fetch(new Request(new URL("/", c.req.url)));
  return new Response(document.body, document);
}
