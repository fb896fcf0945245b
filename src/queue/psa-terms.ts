import { credentialsVault } from "./credentials-vault.ts";
import type { ConnectionTerms } from "../domain/psa/connection-row.ts";
import { type AddressRules, judgeAddress, readHosts } from "../psa/psa-address.ts";

/** Which addresses PSA systems may have in this deployment. */
export function addressRules(env: Env): AddressRules {
  return { extra_hosts: readHosts(env.PSA_HOSTS), local: env.DEMO_MODE === "on" };
}

/** What the verbs about connections need of this deployment. */
export function connectionTerms(env: Env): ConnectionTerms {
  const rules = addressRules(env);
  return {
    seal: (text) => credentialsVault(env).seal(text),
    refusals: (kind, settings) =>
      ADDRESSES.flatMap((field) => {
        const text = settings[field];
        if (typeof text !== "string") return [];
        const judged = judgeAddress(kind, text, rules);
        return "refused" in judged ? [{ field, detail: judged.refused }] : [];
      }),
  };
}

/** The settings that hold an address which is called with credentials or notes. */
const ADDRESSES = ["site", "api_host", "host", "directory", "url"];
