import type { PsaSystem } from "../contract/psa-connection.ts";
import { assertNever } from "../platform/assert-never.ts";
import type { PsaLine } from "./ask-psa.ts";
import { autotask } from "./autotask.ts";
import { connectWise } from "./connectwise.ts";
import { haloPsa } from "./halopsa.ts";
import type { AddressRules } from "./psa-address.ts";
import type { PsaAdapter, PsaMemory } from "./psa-adapter.ts";
import { webhook } from "./webhook.ts";

/**
 * The adapter for a PSA system. `memory` is written to when something is learned.
 * @throws RefusedAddress if the system is said to be where we do not call
 */
export function openPsa(
  line: Omit<PsaLine, "secrets">,
  rules: AddressRules,
  system: PsaSystem,
  memory: PsaMemory,
): PsaAdapter {
  const secretive = { ...line, secrets: Object.values<string>(system.credentials) };
  switch (system.kind) {
    case "connectwise":
      return connectWise(secretive, rules, system, memory);
    case "halopsa":
      return haloPsa(secretive, rules, system, memory);
    case "autotask":
      return autotask(secretive, rules, system, memory);
    case "webhook":
      return webhook(secretive, rules, system);
    default:
      return assertNever(system);
  }
}
