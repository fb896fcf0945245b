import type { PsaCredentials, PsaSettings } from "../../../contract/psa-connection.ts";
import type { PsaKind } from "../../../contract/psa.ts";
import type { Words } from "../../words/words.ts";
import { words } from "../../words/spoken.ts";

type SettingOf<K extends PsaKind> = Exclude<keyof PsaSettings<K>, "internal">;

/** One value that a connection asks for. */
export interface PsaField {
  name: string;
  part: "settings" | "credentials";
  type: "text" | "url" | "number" | "password";
  /** One that is not required is seldom needed and stands folded away, unless it is `near`. */
  required: boolean;
  near?: boolean;
}

/** Every field has words, and every field with words is one of the contract's. */
type FieldOf<K extends PsaKind> = PsaField &
  (
    | { part: "settings"; name: SettingOf<K> & keyof Words["psa"]["fields"][K] }
    | { part: "credentials"; name: keyof PsaCredentials<K> & keyof Words["psa"]["fields"][K] }
  );

const setting = <N extends string>(name: N, type: PsaField["type"] = "text") =>
  ({ name, part: "settings", type, required: true }) as const;
const rarely = <N extends string>(name: N, type: PsaField["type"] = "text") =>
  ({ name, part: "settings", type, required: false }) as const;
const secret = <N extends string>(name: N) =>
  ({ name, part: "credentials", type: "password", required: true }) as const;

/** What each kind of PSA asks for, in the order of its form. */
export const PSA_FIELDS = {
  connectwise: [
    setting("site"),
    setting("company_id"),
    rarely("api_host"),
    secret("public_key"),
    secret("private_key"),
    secret("client_id"),
  ],
  halopsa: [setting("host"), rarely("outcome"), secret("client_id"), secret("client_secret")],
  autotask: [
    setting("username"),
    rarely("directory"),
    rarely("note_type", "number"),
    rarely("publish", "number"),
    secret("integration_code"),
    secret("secret"),
  ],
  webhook: [setting("url", "url"), { ...rarely("ticket_url", "url"), near: true }, secret("secret")],
} as const satisfies { [K in PsaKind]: readonly FieldOf<K>[] };

/** The kinds in the order in which they are offered. */
export const PSA_KINDS_OFFERED = [
  "connectwise",
  "halopsa",
  "autotask",
  "webhook",
] as const satisfies PsaKind[];

export function fieldsOf(kind: PsaKind): readonly PsaField[] {
  return PSA_FIELDS[kind];
}

/** What a field is called and where its value is found. */
export function fieldWords(kind: PsaKind, name: string): { label: string; hint: string } {
  const said: Record<string, { label: string; hint: string }> = words.value.psa.fields[kind];
  return said[name] ?? { label: name, hint: "" };
}
