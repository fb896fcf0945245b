/** What stands in a text where a secret was. */
export const REDACTED = "[redacted]";

/** “Password: expired” is a finding, not a secret. */
export const FINDING =
  /^(?:expir\w*|invalid|wrong|reset|changed?|unknown|none|null|empty|missing|(?:in)?correct|required|ok|yes|no|not|never|rejected|refused|prompt\w*|accepted|set|valid|rotated|abgelaufen|falsch|the|a|an|is|was)$/i;
