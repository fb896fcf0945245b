import { sql } from "drizzle-orm";
import type { FieldError } from "../../contract/problem.ts";
import type { PsaConnection } from "../../contract/psa-connection.ts";
import type { PsaKind } from "../../contract/psa.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { psa_connections } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";
import type { ConnectionRow } from "./note-row.ts";

/** What the verbs need of the outside: how credentials are sealed, and which addresses are called. */
export interface ConnectionTerms {
  seal(text: string): Promise<string>;
  /** The fields of these settings that hold an address which is not called, and why. */
  refusals(kind: PsaKind, settings: Record<string, unknown>): { field: string; detail: string }[];
}

export function decodeConnection(row: Row): ConnectionRow {
  return decodeRow(psa_connections, row);
}

/** The connection as admins see it, without its credentials. */
export function presentConnection(row: ConnectionRow): PsaConnection {
  const { id, kind, name, settings, broken_since, last_error, created_at, updated_at } = row;
  const times = { created_at: iso(created_at), updated_at: iso(updated_at) };
  return { id, kind, name, settings, broken_since: isoOrNull(broken_since), last_error, ...times };
}

/** @throws DomainError `not_found` */
export async function loadConnection(ctx: DomainContext, id: string): Promise<ConnectionRow> {
  const [row] = await ctx.db.all(sql`SELECT * FROM psa_connections
    WHERE id = ${id} AND account_id = ${ctx.account_id}`);
  if (!row) throw notFound("PSA connection");
  return decodeConnection(row);
}

/** @throws DomainError `validation_failed` for settings with an address that is not called */
export function requireCallable(
  { refusals }: Pick<ConnectionTerms, "refusals">,
  kind: PsaKind,
  settings: Record<string, unknown>,
): void {
  const errors = refusals(kind, settings).map(({ field, detail }): FieldError => ({
    pointer: `/settings/${field}`,
    detail,
  }));
  const [first] = errors;
  if (!first) return;
  const detail =
    errors.length === 1 ? `${first.pointer}: ${first.detail}` : `${errors.length} fields are not valid.`;
  throw new DomainError("validation_failed", detail, { errors });
}
