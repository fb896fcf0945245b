import type { Context } from "hono";
import { type ReadReport, readPostmarkReport } from "../../channels/read-postmark-report.ts";
import type { AddressReport, MailReport } from "../../contract/mail-report.ts";
import { recordAddressReport } from "../../domain/deliveries/record-address-report.ts";
import { type Reported, recordReport } from "../../domain/deliveries/record-report.ts";
import { DomainError } from "../../domain/errors.ts";
import { log } from "../../platform/log.ts";
import { sameSecret } from "../../platform/same-secret.ts";
import { addressNotice } from "../../queue/address-notice.ts";
import { systemContext, workerDeps } from "../../queue/worker-deps.ts";
import { afterCommit } from "../after-commit.ts";
import type { AppEnv } from "../app-env.ts";
import type { PlainRoute } from "../plain-route.ts";
import { problem } from "../problem.ts";
import { parseJson, readBody } from "../read-body.ts";

/** A bounce may carry the whole mail that came back. */
const BODY_LIMIT = 16 * 1024 * 1024;

export const hookRoutes: PlainRoute[] = [
  { method: "POST", path: "/api/v1/hooks/postmark", answer: takePostmarkReport },
];

/**
 * What Postmark reports. A fault of ours is a 503, so that it repeats; it would never come back after a 403. What nobody
 * can use is taken all the same and logged: no repetition would make it better.
 */
async function takePostmarkReport(c: Context<AppEnv>): Promise<Response> {
  if (!(await isPostmark(c))) {
    const challenge = { "WWW-Authenticate": 'Basic realm="Postmark", charset="UTF-8"' };
    return problem(c, "unauthenticated", "Send the user and password of the webhook.", {}, challenge);
  }
  const report = await readReport(c.req.raw);
  if (report.kind === "malformed") {
    log("mail_report_unusable", { detail: report.detail });
    return c.json({ outcome: "unusable" });
  }
  if (report.kind === "ignored") {
    log("mail_report", { record: report.record, outcome: "ignored" });
    return c.json({ outcome: "ignored" });
  }
  if (report.kind === "address") return takeAddressReport(c, report);
  const { record, kind, account_id, delivery_id, message_id } = report;
  const fields = { record, kind, account_id, delivery_id, message_id };
  try {
    const outcome = await keep(c, report);
    // An address that is barred is barred for every account.
    if (kind === "suppressed") {
      const { recipient, at } = report;
      await keepAddress(c, { kind: "address", record, recipient, reachable: false, at });
    }
    log("mail_report", { ...fields, outcome });
    return c.json({ outcome });
  } catch (error) {
    log("mail_report_failed", fields, error);
    return problem(c, "unavailable", "The report was not written. Send it again.");
  }
}

/** What became of an address that no mail is named for. */
async function takeAddressReport(c: Context<AppEnv>, report: AddressReport): Promise<Response> {
  const { record, reachable } = report;
  try {
    const outcome = await keepAddress(c, report);
    log("mail_report", { record, reachable, outcome });
    return c.json({ outcome });
  } catch (error) {
    log("mail_report_failed", { record, reachable }, error);
    return problem(c, "unavailable", "The report was not written. Send it again.");
  }
}

function keepAddress(c: Context<AppEnv>, report: AddressReport) {
  const { db, now } = workerDeps(c.env);
  return recordAddressReport(db, report, now());
}

async function readReport(request: Request): Promise<ReadReport> {
  try {
    return readPostmarkReport(parseJson(await readBody(request, BODY_LIMIT)));
  } catch (error) {
    // What is wrong with the request; that it could not be read at all is a fault on the way.
    if (error instanceof DomainError) return { kind: "malformed", detail: error.message };
    throw error;
  }
}

async function keep(c: Context<AppEnv>, report: MailReport): Promise<Reported> {
  const ctx = systemContext(workerDeps(c.env), report.account_id);
  const outcome = await recordReport(ctx, report, addressNotice(c.env, ctx.now));
  const { log: place } = ctx.committed;
  const account = { region: null, jurisdiction: null, ...place, id: report.account_id };
  c.executionCtx.waitUntil(afterCommit(c.env, account, ctx.committed));
  return outcome;
}

/** Basic authentication (RFC 7617) against POSTMARK_WEBHOOK_AUTH, `user:password`; without it nobody is let in. */
async function isPostmark(c: Context<AppEnv>): Promise<boolean> {
  const expected = c.env.POSTMARK_WEBHOOK_AUTH;
  const given = /^basic +([\w+/=-]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (!expected || !given) return false;
  try {
    return await sameSecret(new TextDecoder().decode(Uint8Array.fromBase64(given)), expected);
  } catch {
    return false;
  }
}
