/**
 * The environment variables that reach the Worker when they are set. An entry that ends in `_` stands for every
 * name that begins with it. A new configuration variable of the Worker is added here and in the README's table.
 */
const CONFIGURATION = [
  "AI_",
  "BETTER_AUTH_SECRET",
  "CREDENTIALS_KEY",
  "CREDENTIALS_KEY_PREVIOUS",
  "DEMO_MODE",
  "DNS_RESOLVER_URL",
  "GOOGLE_",
  "HEARTBEAT_URL",
  "MAIL_FROM",
  "MICROSOFT_",
  "OWNER_",
  "POSTMARK_",
  "PSA_HOSTS",
  "PUBLIC_URL",
  "STREAM_",
  "STREAMS_",
  "TRUSTED_ORIGINS",
  "VAPID_",
];

/** Picks the Worker's configuration out of an environment; empty values count as not set. */
export function configuredVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const known = CONFIGURATION.some((entry) =>
      entry.endsWith("_") ? name.startsWith(entry) : name === entry,
    );
    if (known && value) chosen[name] = value;
  }
  return chosen;
}
