import { z } from "zod";
import { Id } from "./id.ts";
import { Instant } from "./instant.ts";
import { ROLES } from "./role.ts";

export const DemoSignIn = z.strictObject({ email: z.email().toLowerCase() }).meta({ id: "DemoSignIn" });

export const DemoSignedIn = z
  .object({
    token: z.string(),
    user: z.object({ id: Id, name: z.string(), email: z.string() }),
    account: z.object({ id: Id, name: z.string() }),
    role: z.enum(ROLES),
  })
  .meta({ id: "DemoSignedIn" });
export type DemoSignedIn = z.infer<typeof DemoSignedIn>;

/** A mail in the development mailbox. */
export const DevMail = z
  .object({
    id: Id,
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    metadata: z.record(z.string(), z.string()),
    created_at: Instant,
  })
  .meta({ id: "DevMail" });
export type DevMail = z.infer<typeof DevMail>;
