import { z } from "zod";
import type { Role } from "./role.ts";
import { ROLES } from "./role.ts";

/** So many people one import takes. */
export const MOST_IMPORTED = 300;

/** A file that another tool exported, as it is. */
export const ImportFile = z
  .strictObject({
    source: z.enum(["pagerduty", "opsgenie"]),
    format: z.enum(["csv", "json"]),
    content: z.string().min(1).max(250_000),
  })
  .meta({ id: "ImportFile" });
export type ImportFile = z.infer<typeof ImportFile>;

export const ImportQuery = z.object({ dry_run: z.enum(["true", "false"]).default("false") });

const kind = z.enum(["team", "invitation"]);

/** What an import made, or would make; what was there already; and what in the file it could not use. */
export const ImportReport = z
  .object({
    dry_run: z.boolean(),
    created: z.array(
      z.object({ kind, name: z.string(), role: z.enum(ROLES).nullable(), team: z.string().nullable() }),
    ),
    skipped: z.array(z.object({ kind, name: z.string(), reason: z.string() })),
    problems: z.array(z.object({ row: z.int(), detail: z.string() })),
  })
  .meta({ id: "ImportReport" });
export type ImportReport = z.infer<typeof ImportReport>;

/** Somebody in an export; `teams` are the on-call lists they stand on, the first one theirs here. */
export interface ImportedPerson {
  row: number;
  email: string;
  role: Exclude<Role, "owner">;
  teams: string[];
}

export interface Imported {
  people: ImportedPerson[];
  teams: string[];
  problems: ImportReport["problems"];
}
