import { credentialsVault } from "../../src/queue/credentials-vault.ts";
import { sql } from "drizzle-orm";
import type { Scope } from "../../src/contract/role.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import { type Owner } from "../../src/domain/channels/target-row.ts";
import { addTarget } from "../../src/domain/channels/add-target.ts";
import { subscribe } from "../../src/domain/webhooks/subscribe.ts";
import { newWebhookSecret } from "../../src/platform/sign-webhook.ts";
import { env } from "cloudflare:workers";
import { makeReceiver } from "./receiver.ts";
import { askTakeOver } from "../../src/domain/handoffs/ask-take-over.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { addBranch } from "../../src/domain/sessions/branch-session.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { writeDocumentation } from "../../src/domain/sessions/write-documentation.ts";
import type { Operation } from "../../src/http/operation.ts";
import { newId } from "../../src/platform/new-id.ts";
import { ACCESS } from "./access-rows.ts";
import { NOON, type TestMember } from "./factories.ts";
import { type HelpDesk, makeHelpDesk } from "./help-desk.ts";
import { connect } from "./psa-desk.ts";
import { makePsa } from "./psa-room.ts";
import { makeTool } from "./tool.ts";
import { openSse } from "./stream-client.ts";

/** Somebody who calls: the token they send, and the context that the verbs of the arrangement run in. */
export interface AccessCaller {
  token: string;
  ctx: DomainContext;
}

export function memberCaller({ account }: HelpDesk, member: TestMember): AccessCaller {
  return { token: member.token, ctx: account.as(member, Date.now()) };
}

export async function keyCaller(desk: HelpDesk, scopes: Scope[]): Promise<AccessCaller> {
  const { id, key } = await desk.account.apiKey(scopes);
  const actor = { kind: "api_key" as const, id, name: "Monitoring", scopes };
  return { token: key, ctx: { ...desk.account.as(desk.olivia, Date.now()), actor } };
}

/** The operation's address and body, about something that `maker` has just made in this account. */
export async function requestFor(op: Operation, desk: HelpDesk, maker: AccessCaller) {
  const [, resource = ""] = op.path.split("/");
  const { body: write, names } = ACCESS[op.id] ?? {};
  const ids: Record<string, string> = op.path.includes("{")
    ? resource === "ai-sessions"
      ? await aSession(op, desk, maker)
      : resource === "integrations"
        ? await anIntegration(desk)
        : { id: await aResource(resource, desk, maker) }
    : {};
  const path = op.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
  const colleague = names === "colleague" ? (await desk.account.member("engineer")).id : "";
  const stream = names === "stream" ? (await (await openSse(maker)).ready()).connection_id : "";
  const body = write?.({ colleague, stream });
  return { path: `/api/v1${path}`, ...(body && { body }) };
}

async function aSession(
  op: Operation,
  desk: HelpDesk,
  { ctx }: AccessCaller,
): Promise<Record<string, string>> {
  const ticket = op.id === "pushPsaNote" ? await aTicket(desk) : {};
  const { id } = await createSession(ctx, { problem_summary: "Printer offline", ...ticket });
  const bid = op.path.includes("{bid}") ? (await addBranch(ctx, id, { label: "Driver" })).id : "";
  if (op.id === "readDocumentation") await writeDocumentation(ctx, id);
  const { state = "active" } = ACCESS[op.id] ?? {};
  if (state === "active") return { id, bid };
  const intent = state === "parked" ? "park" : "escalate";
  const { id: hid } = await handOffSession(ctx, id, { intent, priority: "normal" });
  const key = { session_id: id, handoff_id: hid };
  const another = async () => desk.account.as(await desk.account.member("engineer"), Date.now());
  // Tools and viewers hold nothing; for them an engineer does.
  const worker = ctx.actor.kind === "member" ? ctx : desk.account.as(desk.sam, Date.now());
  if (state === "held" || state === "asked") await claimHandoff(worker, key, {});
  if (state === "theirs") await claimHandoff(await another(), key, {});
  if (state === "asked") await askTakeOver(await another(), key, { reason: "Mine" }, async () => "sealed");
  return { id, hid, bid, did: await aFailedDelivery(op, desk, hid) };
}

/** A ticket in a PSA that the account has. */
async function aTicket(desk: HelpDesk) {
  const { id } = await connect(desk, makePsa("connectwise"));
  return { psa_ticket_ref: "123", psa_connection_id: id };
}

async function aFailedDelivery(op: Operation, { account }: HelpDesk, hid: string): Promise<string> {
  if (!op.path.includes("{did}")) return "";
  const [row] = await account.db.all(sql`UPDATE deliveries SET status = 'failed', next_attempt_at = NULL
    WHERE id IN (SELECT id FROM deliveries WHERE handoff_id = ${hid} LIMIT 1) RETURNING id`);
  return String(row?.["id"]);
}

/** A tool, and something that it posted. */
async function anIntegration(desk: HelpDesk): Promise<Record<string, string>> {
  const { id } = await makeTool(desk);
  const pid = newId();
  await desk.account.db
    .all(sql`INSERT INTO integration_posts (id, account_id, integration_id, address, body, outcome,
      answer_status, handoff_ids, received_at)
    VALUES (${pid}, ${desk.account.id}, ${id}, 'generic', '{"summary":"Disk full"}', 'refused', 422, '[]', ${NOON})`);
  return { id, pid };
}

async function aResource(resource: string, desk: HelpDesk, { ctx }: AccessCaller): Promise<string> {
  const { account, olivia } = desk;
  switch (resource) {
    case "psa":
      return (await connect(desk, makePsa("connectwise"))).id;
    case "account":
      return (await addChat(account.as(olivia), "account")).id;
    case "me":
      // Keys have no channels of their own; for them there is Olivia's.
      return (await addChat(ctx.actor.kind === "member" ? ctx : account.as(olivia), "me")).id;
    case "webhook-subscriptions":
      return (await subscribed(account.as(olivia))).id;
    case "members":
      return (await account.member("engineer")).member_id;
    case "teams":
      return account.team(newId());
    case "api-keys":
      return (await account.apiKey(["read"])).id;
    case "invitations": {
      const id = newId();
      await account.db
        .all(sql`INSERT INTO invitations (id, account_id, email, role, inviter_id, expires_at, created_at)
        VALUES (${id}, ${account.id}, ${`${id}@test.example`}, 'engineer', ${olivia.id}, ${Date.now() + 3_600_000}, ${NOON})`);
      return id;
    }
    default:
      throw new Error(`The access suite does not know how to make one of ${resource}.`);
  }
}

/** A chat of a receiver that takes everything. */
export async function addChat(ctx: DomainContext, owner: Owner) {
  const url = makeReceiver().url();
  const sealed = await credentialsVault(env).seal(url);
  return addTarget(ctx, owner, { channel: "slack", name: "Chat", sealed, shown: "…", identity: url });
}

async function subscribed(ctx: DomainContext) {
  const shown = newWebhookSecret();
  const secret = { shown, sealed: await credentialsVault(env).seal(shown) };
  return subscribe(ctx, { url: makeReceiver().url(), events: ["*"] }, secret, () => null);
}

/** Everything that a foreign account has, so that any of it in an answer gives it away. */
export async function foreignWorld(op: Operation) {
  const desk = await makeHelpDesk();
  const request = await requestFor(op, desk, memberCaller(desk, desk.sam));
  const rows = await desk.account.db.batch([
    sql`SELECT id FROM sessions WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM handoffs WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM members WHERE account_id = ${desk.account.id}`,
    sql`SELECT user_id AS id FROM members WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM teams WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM api_keys WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM psa_connections WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM invitations WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM channel_targets WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM webhook_subscriptions WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM integrations WHERE account_id = ${desk.account.id}`,
    sql`SELECT id FROM integration_posts WHERE account_id = ${desk.account.id}`,
  ]);
  return { desk, request, ids: [desk.account.id, ...rows.flat().map((row) => String(row["id"]))] };
}
