import { PSA_CREDENTIALS, PSA_SETTINGS, type PsaSystem } from "../contract/psa-connection.ts";
import type { ConnectionRow } from "../domain/psa/note-row.ts";
import { type Fetch, PSA_TIMEOUT_MS } from "../psa/ask-psa.ts";
import { openPsa } from "../psa/open-psa.ts";
import { RefusedAddress } from "../psa/psa-address.ts";
import type { PsaAdapter, PsaMemory } from "../psa/psa-adapter.ts";
import { credentialsVault } from "./credentials-vault.ts";
import { outsideFor } from "./outside-channels.ts";
import { addressRules } from "./psa-terms.ts";
import { publicOnly } from "./public-only.ts";

/** A PSA that can be asked, or why it cannot even be tried. */
export type Opened = { psa: PsaAdapter } | { refused: string };

const UNREADABLE = "The connection's credentials cannot be opened. Enter them again.";

/** Opens a connection's credentials and makes its adapter; `memory` is written to when something is learned. */
export async function openConnection(
  { env, fetch, now, ends }: { env: Env; fetch: Fetch; now: () => number; ends?: AbortSignal },
  { kind, settings, credentials }: ConnectionRow,
  memory: PsaMemory,
): Promise<Opened> {
  try {
    const opened: unknown = JSON.parse(await credentialsVault(env).open(credentials));
    const parts = {
      settings: PSA_SETTINGS[kind].parse(settings),
      credentials: PSA_CREDENTIALS[kind].parse(opened),
    };
    // Both were read by the schemas of this very kind.
    const system = { kind, ...parts } as PsaSystem;
    // The other kinds are called at the PSA's own hosts alone.
    const network = kind === "webhook" ? publicOnly(fetch, outsideFor(env)) : fetch;
    const line = { fetch: network, now, timeout: PSA_TIMEOUT_MS, ...(ends && { ends }) };
    return { psa: openPsa(line, addressRules(env), system, memory) };
  } catch (error) {
    return { refused: error instanceof RefusedAddress ? error.message : UNREADABLE };
  }
}
