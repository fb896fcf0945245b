import { z } from "zod";
import { ownPath } from "./sign-in-path.ts";

/** Who else can say who somebody is. */
export const PROVIDERS = ["microsoft", "google"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Why a sign-in that went through another page did not work, as `/sign-in?error=…` says it. */
export const SIGN_IN_FAULTS = [
  "denied",
  "lost",
  "not_confirmed",
  "not_verified",
  "not_invited",
  "link_used",
  "unavailable",
] as const;
export type SignInFault = (typeof SIGN_IN_FAULTS)[number];

/** The ways to sign in to this Baton, which everybody may know. */
export const SignInWays = z
  .object({
    providers: z.array(z.enum(PROVIDERS)),
    /** Whether links can be mailed; a code always can. */
    link: z.boolean(),
    demo: z.boolean(),
  })
  .meta({ id: "SignInWays" });
export type SignInWays = z.infer<typeof SignInWays>;

/** Where in the page a sign-in leads. */
export const Next = z
  .string()
  .max(2_000)
  .refine((next) => ownPath(next, "https://baton.invalid") !== null, {
    message: "Not a path of this Baton.",
  });

/** Begins a sign-in at a provider. */
export const ProviderSignIn = z
  .strictObject({ provider: z.enum(PROVIDERS), next: Next.optional() })
  .meta({ id: "ProviderSignIn" });
