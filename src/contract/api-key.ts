import { z } from "zod";
import { Id } from "./id.ts";
import { Instant, InstantInput } from "./instant.ts";
import { SCOPES } from "./role.ts";

export const NewApiKey = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(SCOPES)).min(1),
    expires_at: InstantInput.nullable().optional(),
  })
  .meta({ id: "NewApiKey" });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    prefix: z.string(),
    expires_at: Instant.nullable(),
    created_at: Instant,
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

/** The answer to making a key: the only time that the key itself is shown. */
export const CreatedApiKey = ApiKey.extend({ key: z.string() }).meta({ id: "CreatedApiKey" });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;
