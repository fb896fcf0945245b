// Secrets and variables that may be missing; `wrangler types` knows only what wrangler.toml declares.
interface Env {
  POSTMARK_TOKEN?: string;
  POSTMARK_HOST?: string;
  POSTMARK_WEBHOOK_AUTH?: string;
  MAIL_REPLY_TO?: string;
  TRUSTED_ORIGINS?: string;
  HEARTBEAT_URL?: string;
  MICROSOFT_CLIENT_ID?: string;
  MICROSOFT_CLIENT_SECRET?: string;
  MICROSOFT_TENANT_ID?: string;
  GOOGLE_CLIENT_ID?: string;
  GOOGLE_CLIENT_SECRET?: string;
  STREAM_KEEPALIVE_SECONDS?: string;
}
