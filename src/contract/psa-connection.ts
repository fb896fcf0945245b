import { z } from "zod";
import { Id } from "./id.ts";
import { Instant } from "./instant.ts";
import { PSA_KINDS, type PsaKind } from "./psa.ts";

const name = z.string().trim().min(1).max(100);
/** A host as people copy it, with or without `https://`; which hosts are let in is judged when it is written. */
const address = z.string().trim().min(1).max(300);
const secret = z.string().trim().min(1).max(500);
/** Whether notes are for the technicians alone. */
const internal = z.boolean().default(true);

/** What is known of a PSA system besides its credentials, by kind. */
export const PSA_SETTINGS = {
  connectwise: z.strictObject({
    site: address,
    company_id: z.string().regex(/^[\w.-]{1,100}$/, "The company id is one word."),
    /** Where the API answers, if not at the site's own `api-…` host. */
    api_host: address.optional(),
    internal,
  }),
  halopsa: z.strictObject({
    host: address,
    /** The outcome that a note is written with; its name differs per tenant. */
    outcome: z.string().trim().min(1).max(100).default("Private Note"),
    internal,
  }),
  autotask: z.strictObject({
    username: z.email().max(200),
    /** Where zones are asked for, if not Autotask's own directory. */
    directory: address.optional(),
    /** Ids of the tenant's pick lists; without them they are read from Autotask. */
    note_type: z.int().optional(),
    publish: z.int().optional(),
    internal,
  }),
  webhook: z.strictObject({
    url: z.string().trim().min(1).max(1_000),
    /** Where a person finds the ticket; `{ticket}` stands for it. */
    ticket_url: z.httpUrl().max(1_000).optional(),
    internal,
  }),
} as const satisfies Record<PsaKind, z.ZodType>;

/** What proves to a PSA system who is calling, by kind. It is taken in and never given out. */
export const PSA_CREDENTIALS = {
  connectwise: z.strictObject({ public_key: secret, private_key: secret, client_id: z.guid() }),
  halopsa: z.strictObject({ client_id: secret, client_secret: secret }),
  autotask: z.strictObject({ integration_code: secret, secret }),
  webhook: z.strictObject({
    secret: z
      .string()
      .trim()
      .regex(/^whsec_[A-Za-z0-9+/]{32,172}={0,2}$/, "The secret is whsec_ and at least 24 bytes in base64."),
  }),
} as const satisfies Record<PsaKind, z.ZodType>;

export type PsaSettings<K extends PsaKind> = z.infer<(typeof PSA_SETTINGS)[K]>;
export type PsaCredentials<K extends PsaKind> = z.infer<(typeof PSA_CREDENTIALS)[K]>;

/** The parts of a connection that belong together. */
export type PsaSystem = {
  [K in PsaKind]: { kind: K; settings: PsaSettings<K>; credentials: PsaCredentials<K> };
}[PsaKind];

const newOf = <K extends PsaKind>(kind: K) =>
  z.strictObject({
    kind: z.literal(kind),
    name,
    settings: PSA_SETTINGS[kind],
    credentials: PSA_CREDENTIALS[kind],
  });

/** `POST /psa/connections`. */
export const NewPsaConnection = z
  .discriminatedUnion("kind", [newOf("connectwise"), newOf("halopsa"), newOf("autotask"), newOf("webhook")])
  .meta({ id: "NewPsaConnection" });
export type NewPsaConnection = z.infer<typeof NewPsaConnection>;

const fields = z.record(z.string(), z.unknown());

/** `PATCH /psa/connections/{id}`: settings and credentials are those of its kind, each given whole. */
export const PsaConnectionChange = z
  .strictObject({ name, settings: fields, credentials: fields })
  .partial()
  .meta({ id: "PsaConnectionChange" });
export type PsaConnectionChange = z.infer<typeof PsaConnectionChange>;

/** The same for a connection of this kind. */
export function changeOf(kind: PsaKind): typeof PsaConnectionChange {
  const shape = { name, settings: PSA_SETTINGS[kind], credentials: PSA_CREDENTIALS[kind] };
  // Each kind's fields are fields of a record, which is all that the verbs need to know of them.
  return z.strictObject(shape).partial() as unknown as typeof PsaConnectionChange;
}

/** A connection as admins see it: never with its credentials. */
export const PsaConnection = z
  .object({
    id: Id,
    kind: z.enum(PSA_KINDS),
    name: z.string(),
    settings: fields,
    /** Since when nothing gets through, and why; null while it works. */
    broken_since: Instant.nullable(),
    last_error: z.string().nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: "PsaConnection" });
export type PsaConnection = z.infer<typeof PsaConnection>;

/** `GET /psa/choices`: a connection as whoever works sessions may name it. */
export const PsaChoice = z
  .object({ id: Id, kind: z.enum(PSA_KINDS), name: z.string() })
  .meta({ id: "PsaChoice" });
export type PsaChoice = z.infer<typeof PsaChoice>;

/** `POST /psa/connections/{id}/test`: whether it works, and what is wrong in the PSA's own words. */
export const PsaTest = z.object({ ok: z.boolean(), detail: z.string() }).meta({ id: "PsaTest" });
export type PsaTest = z.infer<typeof PsaTest>;
