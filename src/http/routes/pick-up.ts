import type { Context } from "hono";
import { openDb } from "../../db/client.ts";
import { nothingCommitted } from "../../domain/context.ts";
import { type PickUpOffer, lookAtPickUp, pickUpByLink } from "../../domain/deliveries/pick-up-link.ts";
import { type PickUpLink, readPickUpToken } from "../../domain/deliveries/pick-up-token.ts";
import { newId } from "../../platform/new-id.ts";
import { afterCommit } from "../after-commit.ts";
import type { AppEnv } from "../app-env.ts";
import { pickUpPage } from "../pages/pick-up-page.tsx";
import type { PlainRoute } from "../plain-route.ts";

const path = "/pick-up/:token";

/**
 * The button of a mail. The token is the whole authority: no cookie is read or set, so no other site can use a login.
 * Scanners follow links, so only the POST of the page's own form picks up.
 */
export const pickUpRoutes: PlainRoute[] = [
  { method: "GET", path, answer: show },
  { method: "POST", path, answer: pickUp },
];

async function show(c: Context<AppEnv>): Promise<Response> {
  const link = await readLink(c);
  if (!isLink(link)) return nowhere(c, link);
  const offer = await lookAtPickUp(openDb(c.env.DB), link);
  return answer(c, offer, { taken: 200 });
}

async function pickUp(c: Context<AppEnv>): Promise<Response> {
  const link = await readLink(c);
  if (!isLink(link)) return nowhere(c, link);
  const db = openDb(c.env.DB);
  const offer = await lookAtPickUp(db, link);
  if (offer.state !== "open") return answer(c, offer, { taken: 409 });
  const { account_id: id, region, jurisdiction } = offer.about;
  const committed = nothingCommitted();
  const given = { db, now: Date.now(), newId, keyed: null, ahead: null, committed };
  try {
    return await answer(c, await pickUpByLink(given, link, offer), { taken: 409 });
  } finally {
    c.executionCtx.waitUntil(afterCommit(c.env, { id, region, jurisdiction }, committed));
  }
}

type Read = PickUpLink | "expired" | null;

function readLink(c: Context<AppEnv>): Promise<Read> {
  return readPickUpToken(c.env.BETTER_AUTH_SECRET, c.req.param("token") ?? "", Date.now());
}

function isLink(read: Read): read is PickUpLink {
  return read !== null && read !== "expired";
}

/** One that we never made is told the same words as one that is over. */
function nowhere(c: Context<AppEnv>, read: "expired" | null): Promise<Response> {
  c.status(read === null ? 404 : 410);
  return pickUpPage(c, { state: "void" });
}

function answer(c: Context<AppEnv>, offer: PickUpOffer, { taken }: { taken: 200 | 409 }): Promise<Response> {
  c.status(offer.state === "void" ? 410 : offer.state === "taken" ? taken : 200);
  return pickUpPage(c, offer);
}
