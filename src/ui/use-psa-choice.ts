import type { PsaChoice } from "../contract/psa-connection.ts";
import type { Session } from "../contract/session.ts";
import { type PsaChosen, psaChosen } from "./psa-chosen.ts";
import { useLoaded } from "./use-loaded.ts";

const UNKNOWN: PsaChosen = { choices: null, chosen: null, why: null };

/** Which PSA a session's ticket is in, once the account's connections are known. */
export function usePsaChoice(session: Pick<Session, "psa_connection_id">): PsaChosen {
  const { data } = useLoaded<{ items: PsaChoice[] }>("/psa/choices?limit=200");
  return data === null ? UNKNOWN : psaChosen(data.items, session.psa_connection_id);
}
