// The whole schema under one name, for drizzle and for better-auth's adapter; queries import the tables themselves.
export * from "./schema/accounts.ts";
export * from "./schema/handoffs.ts";
export * from "./schema/identity.ts";
export * from "./schema/integrations.ts";
export * from "./schema/log.ts";
export * from "./schema/members.ts";
export * from "./schema/psa.ts";
export * from "./schema/sessions.ts";
export * from "./schema/watch.ts";
export * from "./schema/webhooks.ts";
