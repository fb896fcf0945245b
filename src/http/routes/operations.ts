import { accountChannelRoutes } from "./account-channels.ts";
import { accountHealthRoutes } from "./account-health.ts";
import { analyticsRoutes } from "./analytics.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { assessmentRoutes } from "./assessment.ts";
import { briefingRoutes } from "./briefing.ts";
import { deliveryRoutes } from "./deliveries.ts";
import { documentationRoutes } from "./documentation.ts";
import { handoffRoutes } from "./handoffs.ts";
import { importRoutes } from "./import.ts";
import { integrationRoutes } from "./integrations.ts";
import { invitationRoutes } from "./invitations.ts";
import { meRoutes } from "./me.ts";
import { memberRoutes } from "./members.ts";
import { notificationRoutes } from "./notifications.ts";
import { ownChannelRoutes } from "./own-channels.ts";
import { ownershipRoutes } from "./ownership.ts";
import { policyRoutes } from "./policy.ts";
import { psaRoutes } from "./psa.ts";
import { queueRoutes } from "./queue.ts";
import { sessionPartRoutes } from "./session-parts.ts";
import { sessionRoutes } from "./sessions.ts";
import { streamRoutes } from "./stream.ts";
import { teamRoutes } from "./teams.ts";
import { webhookSubscriptionRoutes } from "./webhook-subscriptions.ts";

/** Every operation of the API that asks who is calling. */
export const OPERATIONS = [
  ...meRoutes,
  ...notificationRoutes,
  ...ownChannelRoutes,
  ...queueRoutes,
  ...streamRoutes,
  ...sessionRoutes,
  ...sessionPartRoutes,
  ...documentationRoutes,
  ...handoffRoutes,
  ...ownershipRoutes,
  ...assessmentRoutes,
  ...briefingRoutes,
  ...deliveryRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...importRoutes,
  ...teamRoutes,
  ...apiKeyRoutes,
  ...integrationRoutes,
  ...accountHealthRoutes,
  ...accountChannelRoutes,
  ...webhookSubscriptionRoutes,
  ...policyRoutes,
  ...analyticsRoutes,
  ...psaRoutes,
];
