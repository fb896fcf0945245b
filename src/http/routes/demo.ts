import type { Context } from "hono";
import { DemoSignIn, type DemoSignedIn } from "../../contract/demo.ts";
import { openDb } from "../../db/client.ts";
import { listDevMails } from "../../domain/deliveries/dev-mail.ts";
import { DomainError, invalidField } from "../../domain/errors.ts";
import { listPeople } from "../../domain/members/list-people.ts";
import { authenticate } from "../../identity/authenticate.ts";
import type { AppEnv } from "../app-env.ts";
import type { PlainRoute } from "../plain-route.ts";
import { authForRequest } from "../auth-for-request.ts";
import { isOwnOrigin } from "../own-origin.ts";
import { devMailPage } from "../pages/dev-mail-page.tsx";
import { parseJson, readBody } from "../read-body.ts";
import { validate } from "../validate.ts";

/** The demo's doors. Without DEMO_MODE they do not exist. */
export const demoRoutes: PlainRoute[] = [
  {
    method: "GET",
    path: "/api/v1/demo/people",
    demo: true,
    answer: async (c) => c.json({ items: await listPeople(openDb(c.env.DB)) }),
  },
  { method: "POST", path: "/api/v1/demo/sign-in", demo: true, answer: signIn },
  {
    method: "GET",
    path: "/dev/mail.json",
    demo: true,
    answer: async (c) => c.json({ items: await mails(c) }),
  },
  { method: "GET", path: "/dev/mail", demo: true, answer: async (c) => devMailPage(c, await mails(c)) },
];

async function signIn(c: Context<AppEnv>): Promise<Response> {
  if (!isOwnOrigin(c)) throw new DomainError("bad_origin", "This request comes from another site's page.");
  const { email } = validate(DemoSignIn, parseJson(await readBody(c.req.raw)));
  const people = await listPeople(openDb(c.env.DB));
  if (!people.some((who) => who.email === email))
    throw invalidField("/email", "This is not one of the demo people.");
  const auth = authForRequest(c);
  if (!("demoSignIn" in auth.api)) throw new DomainError("not_found", "The demo is off.");
  const made = await auth.api.demoSignIn({
    body: { email },
    headers: c.req.raw.headers,
    returnHeaders: true,
  });
  const { token } = made.response;
  const { principal } = await authenticate(openDb(c.env.DB), token, Date.now());
  if (principal?.kind !== "member" || !principal.account) {
    throw new DomainError("no_account", "This person is not an active member of an account.");
  }
  const { id, name, actor } = principal.account;
  const answer: DemoSignedIn = { token, user: principal.user, account: { id, name }, role: actor.role };
  for (const cookie of made.headers.getSetCookie()) c.header("Set-Cookie", cookie, { append: true });
  return c.json(answer);
}

function mails(c: Context<AppEnv>) {
  const { to, handoff_id } = c.req.query();
  return listDevMails(openDb(c.env.DB), { ...(to && { to }), ...(handoff_id && { handoff_id }) });
}
