// Secrets and variables that may be missing; `wrangler types` knows only what wrangler.toml declares.
interface Env {
  AI_BASE_URL?: string;
  AI_API_KEY?: string;
  AI_MODEL?: string;
  /** Workers AI, where a deployment has the binding. */
  AI?: { run(model: string, input: object, options?: object): Promise<unknown> };
  POSTMARK_TOKEN?: string;
  POSTMARK_HOST?: string;
  POSTMARK_WEBHOOK_AUTH?: string;
  MAIL_REPLY_TO?: string;
  TRUSTED_ORIGINS?: string;
  HEARTBEAT_URL?: string;
  CREDENTIALS_KEY?: string;
  CREDENTIALS_KEY_PREVIOUS?: string;
  PSA_HOSTS?: string;
  MICROSOFT_CLIENT_ID?: string;
  MICROSOFT_CLIENT_SECRET?: string;
  MICROSOFT_TENANT_ID?: string;
  GOOGLE_CLIENT_ID?: string;
  GOOGLE_CLIENT_SECRET?: string;
  STREAM_KEEPALIVE_SECONDS?: string;
  VAPID_PUBLIC_KEY?: string;
  VAPID_PRIVATE_KEY?: string;
  VAPID_SUBJECT?: string;
  DNS_RESOLVER_URL?: string;
}
