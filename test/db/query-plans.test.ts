import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../src/contract/escalation-policy.ts";
import type { KeyedRequest } from "../../src/domain/context.ts";
import { getAssessmentNumbers } from "../../src/domain/analytics/get-assessment-numbers.ts";
import { getEscalationNumbers } from "../../src/domain/analytics/get-escalation-numbers.ts";
import { listEscalationRows } from "../../src/domain/analytics/list-escalation-rows.ts";
import { getAssessmentSettings } from "../../src/domain/assessment/assessment-settings.ts";
import { takeModelCall } from "../../src/domain/assessment/take-model-call.ts";
import { loadAssessmentInput } from "../../src/domain/assessment/load-assessment-input.ts";
import { recordAssessment } from "../../src/domain/assessment/record-assessment.ts";
import { checkDeliveries } from "../../src/domain/deliveries/check-deliveries.ts";
import { noteDeadJobs } from "../../src/domain/deliveries/note-dead-jobs.ts";
import { recordAddressReport } from "../../src/domain/deliveries/record-address-report.ts";
import { recordReport } from "../../src/domain/deliveries/record-report.ts";
import { recordResults } from "../../src/domain/deliveries/record-results.ts";
import { retryDelivery } from "../../src/domain/deliveries/retry-delivery.ts";
import { lookAtPickUp, pickUpByLink } from "../../src/domain/deliveries/pick-up-link.ts";
import { endAlerts, takeAlerts } from "../../src/domain/deliveries/browser-alerts.ts";
import { addTarget } from "../../src/domain/channels/add-target.ts";
import { removeTarget } from "../../src/domain/channels/remove-target.ts";
import { listTargets } from "../../src/domain/channels/target-row.ts";
import { setNotificationSettings } from "../../src/domain/members/notification-settings.ts";
import { testNotifications } from "../../src/domain/members/test-notifications.ts";
import { changeSubscription } from "../../src/domain/webhooks/change-subscription.ts";
import { listFailing } from "../../src/domain/webhooks/end-failing.ts";
import { listAttempts } from "../../src/domain/webhooks/list-attempts.ts";
import { listSubscriptions } from "../../src/domain/webhooks/list-subscriptions.ts";
import { recordAttempts } from "../../src/domain/webhooks/record-attempts.ts";
import { replayMessages } from "../../src/domain/webhooks/replay-messages.ts";
import { spreadFacts } from "../../src/domain/webhooks/spread-facts.ts";
import { subscribe } from "../../src/domain/webhooks/subscribe.ts";
import { listWaiting, takeMessage } from "../../src/domain/webhooks/take-messages.ts";
import { unsubscribe } from "../../src/domain/webhooks/unsubscribe.ts";
import { takeDeliveries } from "../../src/domain/deliveries/take-deliveries.ts";
import { listLaggingAccounts } from "../../src/domain/events/bus-lag.ts";
import { readEventsAfter } from "../../src/domain/events/read-events.ts";
import { addNote } from "../../src/domain/handoffs/add-note.ts";
import { answerTakeOver } from "../../src/domain/handoffs/answer-take-over.ts";
import { askTakeOver } from "../../src/domain/handoffs/ask-take-over.ts";
import { claimHandoff, readsOfClaim } from "../../src/domain/handoffs/claim-handoff.ts";
import { getHandoff, readsOfContext } from "../../src/domain/handoffs/get-handoff.ts";
import { handOffSession, readsOfHandOff } from "../../src/domain/handoffs/hand-off-session.ts";
import {
  beginBriefing,
  keepBriefing,
  leaveBriefing,
  readBriefing,
} from "../../src/domain/handoffs/keep-briefing.ts";
import { openBriefing } from "../../src/domain/handoffs/open-briefing.ts";
import { listHandoffsOfSession } from "../../src/domain/handoffs/list-handoffs-of-session.ts";
import { type QueueFilter, listQueue } from "../../src/domain/handoffs/list-queue.ts";
import { reassignHandoff } from "../../src/domain/handoffs/reassign-handoff.ts";
import { returnHandoff } from "../../src/domain/handoffs/return-handoff.ts";
import { changePolicy, getPolicy } from "../../src/domain/ladder/change-policy.ts";
import { previewPolicy } from "../../src/domain/ladder/preview-policy.ts";
import { findKeptAnswer } from "../../src/domain/kept-answer.ts";
import { admitPost, asIntegration, loadSource } from "../../src/domain/integrations/admit-post.ts";
import {
  changeIntegration,
  deleteIntegration,
  rotateKey,
} from "../../src/domain/integrations/change-integration.ts";
import { listIntegrations } from "../../src/domain/integrations/create-integration.ts";
import {
  admitBeat,
  endSilence,
  escalateSilence,
  listSilent,
  noteBeat,
} from "../../src/domain/integrations/heartbeat.ts";
import { loadIntegration } from "../../src/domain/integrations/integration-row.ts";
import { listAlerts, listPosts, loadPost } from "../../src/domain/integrations/list-posts.ts";
import { limitPost, refusePost } from "../../src/domain/integrations/refuse-post.ts";
import { takePost, takenBefore } from "../../src/domain/integrations/take-post.ts";
import type { ToolEvent } from "../../src/contract/tool-event.ts";
import { listMembers } from "../../src/domain/members/list-members.ts";
import { changeMember } from "../../src/domain/members/change-member.ts";
import { endLogin } from "../../src/domain/members/end-login.ts";
import { listInvitations } from "../../src/domain/members/invite-member.ts";
import { listApiKeys, revokeApiKey } from "../../src/domain/members/issue-api-key.ts";
import { listTeams } from "../../src/domain/members/name-teams.ts";
import { listDueHandoffs } from "../../src/domain/ladder/due-handoffs.ts";
import { lookAfter } from "../../src/domain/ladder/look-after.ts";
import { loadConnection } from "../../src/domain/psa/connection-row.ts";
import {
  changeConnection,
  deleteConnection,
  listConnections,
  recordTest,
} from "../../src/domain/psa/connections.ts";
import { loadNote } from "../../src/domain/psa/load-note.ts";
import { getPushState, pushHandoffNote } from "../../src/domain/psa/push-handoff-note.ts";
import { recordPush } from "../../src/domain/psa/record-push.ts";
import {
  listDueConnections,
  releaseConnection,
  takeConnection,
  takeNote,
} from "../../src/domain/psa/take-notes.ts";
import { connectionTerms } from "../../src/queue/psa-terms.ts";
import { connect } from "../support/psa-desk.ts";
import { makePsa } from "../support/psa-room.ts";
import { takeJobs } from "../../src/domain/outbox/take-jobs.ts";
import type { AccountRef } from "../../src/domain/read-ahead.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { addMessage } from "../../src/domain/sessions/add-message.ts";
import { addStep } from "../../src/domain/sessions/add-step.ts";
import { addBranch } from "../../src/domain/sessions/branch-session.ts";
import { changeSession } from "../../src/domain/sessions/change-session.ts";
import { getSession, readsOfSession } from "../../src/domain/sessions/get-session.ts";
import { listSessions } from "../../src/domain/sessions/list-sessions.ts";
import { resolveSession } from "../../src/domain/sessions/resolve-session.ts";
import { purgeExpired } from "../../src/domain/purge-expired.ts";
import { authenticate } from "../../src/identity/authenticate.ts";
import { newId } from "../../src/platform/new-id.ts";
import { NOON } from "../support/factories.ts";
import { type HandedOffSession, type HelpDesk, handOff, makeHelpDesk } from "../support/help-desk.ts";
import { makeTool } from "../support/tool.ts";
import { tripsOf, tripsOfVerb } from "../support/measured-verbs.ts";
import { plansOf, scansIn } from "../support/query-plan.ts";

type World = HelpDesk & HandedOffSession;
type Measure = (of: World) => Promise<string[][]>;

const keyed: KeyedRequest = {
  caller: newId(),
  operation: "POST /",
  key: newId(),
  body_hash: "h",
  status: 200,
  kept: false,
  seal: async (answer) => answer,
};
/** When what was handed off is due. */
const LATER = NOON + 60 * 60_000;
const page = { limit: 50, after: null };
const next = { limit: 50, after: { at: NOON, id: newId() } };
const queue =
  (filter: QueueFilter, given: Parameters<typeof listQueue>[2] = page): Measure =>
  ({ account, priya }) =>
    tripsOfVerb(account.as(priya), (ctx) => listQueue(ctx, filter, given));
const sessions =
  (query: Parameters<typeof listSessions>[1]): Measure =>
  ({ account, priya }) =>
    tripsOfVerb(account.as(priya), (ctx) => listSessions(ctx, query, next));

/** The same account with a webhook, a chat of its own, a chat and a browser of Priya's. */
async function withChannels({ account, olivia, priya }: HelpDesk): Promise<string> {
  const target = { name: "x", sealed: "x", shown: "x" };
  await addTarget(account.as(olivia), "account", { ...target, channel: "slack", identity: newId() });
  await addTarget(account.as(priya), "me", { ...target, channel: "teams", identity: newId() });
  await addTarget(account.as(priya), "me", { ...target, channel: "web_push", identity: newId() });
  const secret = { shown: "x", sealed: "x" };
  const input = { url: "https://x.receiver.test/", events: ["*" as const] };
  return (await subscribe(account.as(olivia), input, secret, () => null)).id;
}

const posted = { error: null, response_body: "", retry_after: null, duration_ms: 1 };

const readAhead = (account: AccountRef, key: HandoffKey) => [
  ...readsOfHandOff(account, key.session_id),
  ...readsOfClaim(account, key),
  ...readsOfContext(account, key),
  ...readsOfSession(account, key.session_id),
];

const AN_ALERT: ToolEvent = {
  action: "trigger",
  dedup_key: "k",
  summary: "Disk full",
  details: null,
  priority: null,
  source: null,
  customer: null,
  contact: null,
  device: null,
  problem_domain: null,
  links: [],
  group: null,
};
const A_POST = {
  address: "generic",
  content_type: null,
  body: "{}",
  replay_of: null,
  once: null,
  status: 200 as const,
};

async function aTool(world: World) {
  const { id } = await makeTool(world, { heartbeat_minutes: 1 });
  const source = await loadSource(world.account.db, world.account.id, id);
  if (!source) throw new Error("The tool is not there.");
  return { source, ctx: asIntegration(world.account.as(world.olivia, Date.now() + 120_000), source) };
}

const HOT: Record<string, Measure> = {
  "a login": ({ sam }) => tripsOf((db) => authenticate(db, sam.token, NOON)),
  "a key": ({ account }) =>
    tripsOf(async (db) => authenticate(db, (await account.apiKey(["read"])).key, NOON)),
  "what is read ahead with a login": ({ sam, key }) =>
    tripsOf((db) => authenticate(db, sam.token, NOON, (account) => readAhead(account, key))),
  "what is read ahead with a key": async ({ account, key }) => {
    const { key: secret } = await account.apiKey(["read"]);
    return tripsOf((db) => authenticate(db, secret, NOON, (of) => readAhead(of, key)));
  },
  "the queue": queue({}),
  "the next page of the queue": queue({}, next),
  "the queue of a team": ({ account, priya }) =>
    tripsOfVerb(account.as({ ...priya, team_id: newId() }), (ctx) => listQueue(ctx, {}, next)),
  "the queue by urgency": queue({ sort: "urgency" }, next),
  "what I hold": queue({ scope: "mine" }, next),
  "what I handed off": queue({ scope: "handed_off" }, next),
  "every handoff": queue({ scope: "all" }, next),
  "the sessions": sessions({}),
  "the sessions by status": sessions({ status: "active" }),
  "my sessions": sessions({ mine: "true" }),
  "the sessions of a customer": sessions({ customer: "Contoso" }),
  "a session": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam), (ctx) => getSession(ctx, key.session_id)),
  "a handoff": ({ account, sam, key }) => tripsOfVerb(account.as(sam), (ctx) => getHandoff(ctx, key)),
  "the history of a session": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam), (ctx) => listHandoffsOfSession(ctx, key.session_id, next)),
  "an escalation": ({ account, sam, key }) =>
    tripsOfVerb({ ...account.as(sam), keyed }, (ctx) =>
      handOffSession(ctx, key.session_id, { intent: "escalate", priority: "normal", to_user_id: sam.id }),
    ),
  "a claim": ({ account, priya, key }) => tripsOfVerb(account.as(priya), (ctx) => claimHandoff(ctx, key, {})),
  "a return": async ({ account, priya, key }) => {
    await claimHandoff(account.as(priya), key, {});
    return tripsOfVerb(account.as(priya), (ctx) => returnHandoff(ctx, key, { reason: "Yours" }));
  },
  "a reassignment": async ({ account, priya, adam, key }) => {
    await claimHandoff(account.as(priya), key, {});
    const input = { reason: "Shift", to_user_id: adam.id };
    return tripsOfVerb(account.as(priya), (ctx) => reassignHandoff(ctx, key, input));
  },
  "a request to take over and its answer": async ({ account, priya, adam, key }) => {
    await claimHandoff(account.as(priya), key, {});
    const reason = { reason: "Mine" };
    const asked = await tripsOfVerb(account.as(adam), (ctx) =>
      askTakeOver(ctx, key, reason, async () => "x"),
    );
    const agree = { agree: true };
    return [...asked, ...(await tripsOfVerb(account.as(priya), (ctx) => answerTakeOver(ctx, key, agree)))];
  },
  "picking up from a mail": async ({ account, priya, handoff }) => {
    const [sent] = await account.db.all<{ id: string }>(
      sql`SELECT id FROM deliveries WHERE handoff_id = ${handoff.id}`,
    );
    const link = { delivery_id: sent?.id ?? "", version: 1 };
    return tripsOfVerb(account.as(priya), async (ctx) => {
      const offer = await lookAtPickUp(ctx.db, link);
      if (offer.state === "open") return pickUpByLink(ctx, link, offer);
      throw new Error(`The link is ${offer.state}.`);
    });
  },
  "the escalation policy": ({ account, olivia, sam }) =>
    tripsOfVerb(account.as(olivia), async (ctx) => {
      await getPolicy(ctx);
      await changePolicy(ctx, { ...DEFAULT_POLICY, fallback_user_id: sam.id });
      await previewPolicy(ctx, { priority: "low", team_id: await account.team("Network") });
    }),
  "a note": ({ account, priya, key }) =>
    tripsOfVerb(account.as(priya), (ctx) => addNote(ctx, key, { text: "x" })),
  "a step": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam), (ctx) => addStep(ctx, key.session_id, { title: "x", result: "failed" })),
  "a message": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam), (ctx) => addMessage(ctx, key.session_id, { role: "user", content: "x" })),
  "a branch": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam), (ctx) => addBranch(ctx, key.session_id, { label: "x" })),
  "a change": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam), (ctx) => changeSession(ctx, key.session_id, { customer: "x" })),
  "a resolution": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam), (ctx) => resolveSession(ctx, key.session_id, { resolution: "x" })),
  "an assessment": ({ account, sam, handoff }) =>
    tripsOfVerb(account.as(sam), async (ctx) => {
      await loadAssessmentInput(ctx, handoff.id);
      await recordAssessment(ctx, handoff.id, null);
    }),
  "a call to a language model": ({ account }) =>
    tripsOf((db) => takeModelCall({ db, account_id: account.id, now: NOON })),
  "the account's say over language models": ({ account, olivia }) =>
    tripsOfVerb(account.as(olivia), getAssessmentSettings),
  "a briefing": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam), async (ctx) => {
      await openBriefing(ctx, key);
      await beginBriefing(ctx, key);
      await readBriefing(ctx, key);
      await leaveBriefing(ctx, key);
      await keepBriefing(ctx, key, { text: "x", source: "rules", assessment_status: "pending" });
    }),
  "agreement with the assessments": ({ account, olivia }) =>
    tripsOfVerb(account.as(olivia), (ctx) => getAssessmentNumbers(ctx, { team_id: newId() })),
  "the events after a position": ({ account }) => tripsOf((db) => readEventsAfter(db, account.id, 1, 500)),
  "the mails of a handoff": ({ handoff }) =>
    tripsOf((db) => takeDeliveries(db, { handoffs: [handoff.id] }, NOON)),
  "the mails that are due": () => tripsOf((db) => takeDeliveries(db, "any", 1)),
  "the handoffs that are due": () => tripsOf((db) => listDueHandoffs(db, { limit: 500 }, 1)),
  "the handoffs of an account that are due": ({ account, handoff }) =>
    tripsOf((db) => {
      const after = { id: handoff.id, next_action_at: 1 };
      return listDueHandoffs(db, { account_id: account.id, after, limit: 500 }, 2);
    }),
  "a step of the ladder": ({ account, sam, key }) =>
    tripsOfVerb(account.as(sam, NOON + 60 * 60_000), (ctx) => lookAfter(ctx, key)),
  "the end of a lease": async ({ account, priya, key }) => {
    await claimHandoff(account.as(priya), key, {});
    await lookAfter(account.as(priya, NOON + 60 * 60_000), key);
    return tripsOfVerb(account.as(priya, NOON + 3 * 60 * 60_000), (ctx) => lookAfter(ctx, key));
  },
  "the last look at mails, and what bundles say": ({ handoff, account }) =>
    tripsOf(async (db) => {
      const taken = await takeDeliveries(account.db, { handoffs: [handoff.id] }, LATER);
      const bundles = taken.map((row) => ({
        ...row,
        delivery: { ...row.delivery, kind: "bundle" as const },
      }));
      await checkDeliveries(db, [...taken, ...bundles]);
    }),
  "the results of mails, bundled ones too": ({ handoff, account, sam }) =>
    tripsOfVerb(account.as(sam), async (ctx) => {
      const taken = await takeDeliveries(account.db, { handoffs: [handoff.id] }, LATER);
      const results = taken.map((row) => ({ taken: row, result: { kind: "bundled" as const, due: LATER } }));
      await recordResults(
        ctx,
        handoff.id,
        results,
        () => 0,
        async () => "",
      );
    }),
  "a bundle to an address that is barred": ({ handoff, account, sam }) =>
    tripsOfVerb(account.as(sam), async (ctx) => {
      const taken = await takeDeliveries(account.db, { handoffs: [handoff.id] }, LATER);
      const result = { kind: "suppressed" as const, error: "Inactive" };
      const results = taken.map((row) => ({
        taken: { ...row, delivery: { ...row.delivery, kind: "bundle" as const } },
        result,
      }));
      await recordResults(
        ctx,
        handoff.id,
        results,
        () => 0,
        async () => "",
      );
    }),
  "what a provider reports": async ({ handoff, account, sam }) => {
    const [taken] = await takeDeliveries(account.db, { handoffs: [handoff.id] }, LATER);
    const about = { delivery_id: taken?.delivery.id ?? "", handoff_id: handoff.id, account_id: account.id };
    const said = { message_id: "m", recipient: taken?.delivery.recipient ?? "", detail: "", at: null };
    return tripsOfVerb(account.as(sam), async (ctx) => {
      for (const kind of ["suppressed", "bounced"] as const) {
        await recordReport(
          ctx,
          { kind, record: "Bounce", key: `m ${kind} 1`, ...said, ...about },
          async () => "",
        );
      }
    });
  },
  "what a provider reports of an address": ({ sam }) =>
    tripsOf((db) => {
      const about = {
        kind: "address" as const,
        record: "SubscriptionChange",
        recipient: sam.email,
        at: NOON,
      };
      return recordAddressReport(db, { ...about, reachable: false }, NOON);
    }),
  "a failed mail that is driven again": async ({ handoff, account, olivia, key }) => {
    const [row] = await account.db.all<{ id: string }>(
      sql`UPDATE deliveries SET status = 'failed', kind = 'bundle' WHERE handoff_id = ${handoff.id} RETURNING id`,
    );
    return tripsOfVerb(account.as(olivia), (ctx) => retryDelivery(ctx, key, row?.id ?? ""));
  },
  "what the queue gave up on": ({ handoff }) =>
    tripsOf((db) => noteDeadJobs(db, { handoffs: [handoff.id], jobs: [newId()] }, LATER)),
  "an escalation of which a chat, a browser and a webhook hear": async (world) => {
    await withChannels(world);
    const { account, sam, key } = world;
    return tripsOfVerb(account.as(sam), (ctx) =>
      handOffSession(ctx, key.session_id, { intent: "escalate", priority: "normal" }),
    );
  },
  "a chat that is gone, and one of a person's that is": async (world) => {
    await withChannels(world);
    const { account, sam, key } = world;
    const { id } = await handOffSession(account.as(sam), key.session_id, {
      intent: "escalate",
      priority: "normal",
    });
    return tripsOfVerb(account.as(sam), async (ctx) => {
      const taken = await takeDeliveries(ctx.db, { handoffs: [id] }, LATER);
      const result = { kind: "gone" as const, error: "404" };
      const results = taken.map((row) => ({ taken: row, result }));
      await recordResults(
        ctx,
        id,
        results,
        () => 0,
        async () => "",
      );
    });
  },
  "the alerts to take back": async (world) => {
    await withChannels(world);
    const { account, sam, key } = world;
    await setNotificationSettings(account.as(world.priya), { channels: ["web_push"], quiet_hours: null });
    const { id } = await handOffSession(account.as(sam), key.session_id, {
      intent: "escalate",
      priority: "normal",
    });
    await account.db.all(sql`UPDATE deliveries SET status = 'sent' WHERE handoff_id = ${id}`);
    await account.db.all(sql`UPDATE handoffs SET status = 'withdrawn' WHERE id = ${id}`);
    return tripsOf(async (db) => {
      const [alert] = await takeAlerts(db, id, LATER);
      if (!alert) throw new Error("No browser shows anything.");
      await endAlerts(db, [{ alert, is_gone: true, next: null }], LATER);
      await takeAlerts(db, null, 1);
    });
  },
  "my channels and a new one": async (world) => {
    await withChannels(world);
    return tripsOfVerb(world.account.as(world.priya), async (ctx) => {
      const [first] = await listTargets(ctx, "me");
      await addTarget(ctx, "me", { channel: "slack", name: "x", sealed: "y", shown: "y", identity: newId() });
      await removeTarget(ctx, "me", first?.id ?? "");
      await testNotifications(ctx, async () => "sealed");
    });
  },
  "the messages of an account's webhooks, and what became of them": async (world) => {
    const { account, sam, key, olivia } = world;
    const id = await withChannels(world);
    await handOffSession(account.as(sam), key.session_id, { intent: "escalate", priority: "normal" });
    return tripsOfVerb(account.as(olivia, LATER), async (ctx) => {
      await spreadFacts(ctx.db, [account.id], LATER);
      const taken = await takeMessage(ctx.db, [account.id], LATER);
      if (!taken) throw new Error("Nothing is due.");
      const attempts = (status: number | null) => [
        { taken, posted: { ...posted, status, attempted_at: LATER } },
      ];
      for (const status of [200, null, 410]) {
        await recordAttempts(
          ctx,
          attempts(status),
          () => 0,
          async () => "",
        );
      }
      await changeSubscription(ctx, id, { active: true, url: "https://y.receiver.test/" }, () => null);
      await replayMessages(ctx, id, { event_ids: ["1"] });
      await listSubscriptions(ctx, next);
      await listAttempts(ctx, id, next);
      await unsubscribe(ctx, id);
    });
  },
  "the messages of all webhooks that are due": () =>
    tripsOf(async (db) => {
      await takeMessage(db, null, 1);
      await listWaiting(db, 1);
      await listFailing(db, 1);
    }),
  "the jobs that are due": () => tripsOf((db) => takeJobs(db, { limit: 50 }, 1)),
  "the streams that are to be ended": () =>
    tripsOf((db) => takeJobs(db, { limit: 50, kind: "end_streams" }, 1)),
  "one job": () => tripsOf((db) => takeJobs(db, { id: newId() }, NOON)),
  "the answer kept for a key": () => tripsOf((db) => findKeptAnswer(db, keyed, NOON)),
  "the accounts whose bus lags": () => tripsOf((db) => listLaggingAccounts(db, "", 100)),
  "what has run out": () => tripsOf((db) => purgeExpired(db, 1)),
  "the members": ({ account, olivia }) => tripsOfVerb(account.as(olivia), (ctx) => listMembers(ctx, next)),
  "the teams": ({ account, olivia }) => tripsOfVerb(account.as(olivia), (ctx) => listTeams(ctx, next)),
  "the invitations": ({ account, olivia }) =>
    tripsOfVerb(account.as(olivia), (ctx) => listInvitations(ctx, next)),
  "a deactivation": ({ account, olivia, sam }) =>
    tripsOfVerb(account.as(olivia), (ctx) => changeMember(ctx, sam.member_id, { active: false })),
  "a sign-out": ({ account, sam }) =>
    tripsOf((db) => endLogin(db, { id: sam.login_id, account_id: account.id }, { now: NOON, newId })),
  "a revocation": async ({ account, olivia }) => {
    const { id } = await account.apiKey(["read"]);
    return tripsOfVerb(account.as(olivia), (ctx) => revokeApiKey(ctx, id));
  },
  "the numbers about escalations": ({ account, olivia }) =>
    tripsOfVerb(account.as(olivia), (ctx) =>
      getEscalationNumbers(ctx, { tz: "Europe/Berlin", team_id: newId() }),
    ),
  "a page of the escalations behind the numbers": ({ account, olivia }) =>
    tripsOfVerb(account.as(olivia), (ctx) => listEscalationRows(ctx, { tz: "UTC" }, next)),
  "a tool's posts: new, counted, known and over, alone and in a group": async (world) => {
    const { source, ctx } = await aTool(world);
    return tripsOfVerb(ctx, async (own) => {
      await admitPost(own.db, "hash", NOON);
      await loadSource(own.db, own.account_id, source.integration.id);
      for (const group of [null, { complete: true, alerts: [{ key: "a", summary: "A", firing: true }] }]) {
        for (const action of ["trigger", "trigger", "acknowledge", "resolve"] as const) {
          const alerts = group?.alerts.map((alert) => ({ ...alert, firing: action !== "resolve" }));
          const one = { ...AN_ALERT, action, group: group && { ...group, alerts: alerts ?? [] } };
          await takePost(own, source, A_POST, { events: [one], ignored: null }, () => undefined);
        }
      }
      const once = { key: newId(), body_hash: "h" };
      await takePost(
        own,
        source,
        { ...A_POST, once },
        { events: [AN_ALERT], ignored: null },
        () => undefined,
      );
      await takenBefore(own, source.integration.id, once);
      await refusePost(own, source, A_POST, { status: 422, detail: "x" });
      await limitPost(own, source, A_POST, async () => "sealed");
    });
  },
  "a sign of life and its silence": async (world) => {
    const { source, ctx } = await aTool(world);
    return tripsOfVerb(ctx, async (own) => {
      await admitBeat(own.db, "hash", NOON);
      await noteBeat(own, source.integration.id);
      await listSilent(own.db, NOON, 10);
      await escalateSilence(own, source);
      await endSilence(own, source);
    });
  },
  "the integrations, their posts and alerts": async (world) => {
    const { source, ctx } = await aTool(world);
    const { id } = source.integration;
    return tripsOfVerb(ctx, async (own) => {
      await listIntegrations(own, next);
      await loadIntegration(own, id);
      await changeIntegration(own, id, { name: "x" }, { secret: "s", sealed: "s" });
      await rotateKey(own, id, newId());
      await listPosts(own, id, next);
      await loadPost(own, { integration_id: id, post_id: newId() }).catch(() => null);
      await listAlerts(own, world.key, next);
      await deleteIntegration(own, id);
    });
  },
  "the PSA connections": ({ account, olivia }) =>
    tripsOfVerb(account.as(olivia), (ctx) => listConnections(ctx, next)),
  "a change of a PSA connection, its test and its end": async (desk) => {
    const { id } = await connect(desk, makePsa("halopsa"));
    return tripsOfVerb(desk.account.as(desk.olivia), async (ctx) => {
      await changeConnection(ctx, id, { settings: { host: "x.halopsa.com" } }, connectionTerms(env));
      const connection = await loadConnection(ctx, id);
      await recordTest(ctx, connection, { ok: true, detail: "" }, { learned: {}, learned_at: null });
      await deleteConnection(ctx, id);
    });
  },
  "the connections with notes that are due": () => tripsOf((db) => listDueConnections(db, 1, 100)),
  "a note on its way into a ticket": async (desk) => {
    const { account, sam } = desk;
    const { id } = await connect(desk, makePsa("halopsa"));
    await handOff(desk, {}, { psa_ticket_ref: "123" });
    await handOff(desk, {}, { psa_ticket_ref: "123" });
    return tripsOfVerb(account.as(sam, LATER), async (ctx) => {
      const connection = await takeConnection(ctx.db, id, LATER);
      if (!connection) throw new Error("Nothing was due.");
      const note = await takeNote(ctx.db, connection, LATER);
      if (!note) throw new Error("No note was due.");
      await loadNote(ctx.db, note);
      await recordPush(ctx, note, { kind: "pushed", note_id: "1", ticket_id: "123", url: null }, 0);
      await releaseConnection(ctx.db, connection, { pause: null });
    });
  },
  "a note that is tried again, and one whose session gets another ticket": async (desk) => {
    const { account, sam } = desk;
    const { id } = await connect(desk, makePsa("halopsa"));
    const { session } = await handOff(desk, {}, { psa_ticket_ref: "123" });
    return tripsOfVerb(account.as(sam, LATER), async (ctx) => {
      const connection = await takeConnection(ctx.db, id, LATER);
      const note = connection && (await takeNote(ctx.db, connection, LATER));
      if (!note) throw new Error("No note was due.");
      const locked = { error: "", uncertain: false, blame: "ticket" as const, ticket_id: null };
      await recordPush(ctx, note, { kind: "retry", ...locked }, 0);
      await changeSession(ctx, session.id, { psa_ticket_ref: "900" });
    });
  },
  "how a note stands, and pushing it by hand": async (desk) => {
    const { account, sam } = desk;
    await connect(desk, makePsa("halopsa"));
    const { key } = await handOff(desk, {}, { psa_ticket_ref: "123" });
    return tripsOfVerb(account.as(sam), async (ctx) => {
      await getPushState(ctx, key);
      await pushHandoffNote(ctx, key);
    });
  },
  "the keys": ({ account, olivia }) => tripsOfVerb(account.as(olivia), (ctx) => listApiKeys(ctx, next)),
};

async function planOf(measure: Measure) {
  const desk = await makeHelpDesk();
  return plansOf(await measure({ ...desk, ...(await handOff(desk)) }));
}

describe("the database finds by index and reads no table whole:", () => {
  it.each(Object.entries(HOT))("%s", async (_, measure) => {
    const plan = await planOf(measure);
    expect(plan.length).toBeGreaterThan(0);
    expect(scansIn(plan)).toEqual([]);
  });

  it.each(["the queue", "the next page of the queue", "the queue of a team", "the queue by urgency"])(
    "%s looks at what is open, not at the account's whole past",
    async (name) => {
      const plan = await planOf(HOT[name] ?? queue({}));
      expect(plan[0]?.detail).toMatch(/^SEARCH h USING INDEX handoffs_unclaimed \(account_id=\?/);
    },
  );

  it("what is kept of a tool's posts is weighed and counted without reading their bodies", async () => {
    const name = "a tool's posts: new, counted, known and over, alone and in a group";
    const reads = (await planOf(HOT[name] ?? queue({}))).map(({ detail }) => detail);
    expect(reads).toContain(
      "SEARCH integration_posts USING COVERING INDEX integration_posts_newest (integration_id=?)",
    );
    expect(reads).toContain(
      "SEARCH p USING COVERING INDEX integration_posts_limited (integration_id=? AND received_at>?)",
    );
    expect(reads).toContain("SEARCH x USING INDEX alerts_open_of_handoff (handoff_id=?)");
  });

  it("the numbers read the escalations of their range, and of the log only what is about these", async () => {
    const plan = await planOf(HOT["the numbers about escalations"] ?? queue({}));
    const reads = plan.map(({ detail }) => detail).filter((detail) => detail.startsWith("SEARCH"));
    expect(reads).toContain(
      "SEARCH h USING INDEX handoffs_newest (account_id=? AND created_at>? AND created_at<?)",
    );
    const log = reads.filter((detail) => /^SEARCH [ern] /.test(detail));
    expect(log).toHaveLength(3);
    for (const detail of log) expect(detail).toContain("account_events_of_handoff (handoff_id=?");
  });
});
