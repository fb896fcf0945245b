import { type OAuthProvider, verifyProviderIdToken } from "@better-auth/core/oauth2";
import { z } from "zod";
import { within } from "../../platform/within.ts";

/** What a verified ID token says of a person; the rest depends on the provider. */
export const Claims = z.looseObject({
  email: z.email().toLowerCase().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});
export type Claims = z.infer<typeof Claims>;

/** The keys that a provider publishes; they need not say their algorithm. */
const KeySet = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) });

export interface OpenIdRules {
  /** Where the provider's keys are published. */
  keys: string;
  issuer?: string[];
  audience: string;
  /** Whether the token is one for this deployment, beyond issuer and audience. */
  isForUs(claims: Claims): boolean;
  /** What names the person at the provider for good. */
  subject(claims: Claims): string;
  /** Whether the provider stands for it that the address is this person's. */
  isVerified(claims: Claims): boolean;
  /** How long each of the provider's answers may take, ms. */
  patience_ms: number;
}

/** What of better-auth's own provider is used: its addresses and the exchange of the code. */
type Base = Pick<OAuthProvider, "id" | "name" | "createAuthorizationURL" | "validateAuthorizationCode">;

/**
 * better-auth's provider, made strict: it reads the ID token as the token endpoint gave it, this one takes it only with
 * the provider's signature, our audience, the right issuer and the nonce of this sign-in, and asks nothing else.
 */
export function openIdProvider(base: Base, rules: OpenIdRules): OAuthProvider<Claims> {
  return {
    id: base.id,
    name: base.name,
    requiresIdTokenNonce: true,
    // A token that comes any other way than through this sign-in is worth nothing.
    options: { disableIdTokenSignIn: true },
    accountSubject: ({ profile }) => rules.subject(profile),
    async createAuthorizationURL(asked) {
      const url = await base.createAuthorizationURL(asked);
      if (asked.idTokenNonce) url.searchParams.set("nonce", asked.idTokenNonce);
      return url;
    },
    validateAuthorizationCode: (given) => within(rules.patience_ms, base.validateAuthorizationCode(given)),
    async getUserInfo({ idToken, expectedIdTokenNonce: nonce }) {
      if (!idToken || !nonce) return null;
      const claims = await verifiedClaims(idToken, nonce, rules);
      if (!claims) return null;
      const { name, email } = claims;
      return {
        user: { ...(name && { name }), email, emailVerified: rules.isVerified(claims) },
        data: claims,
      };
    },
  };
}

async function verifiedClaims(idToken: string, nonce: string, rules: OpenIdRules): Promise<Claims | null> {
  let claims: Claims | null = null;
  const isTrue = await verifyProviderIdToken(
    {
      idToken: {
        jwks: ({ kid }) => publishedKey(rules, kid),
        issuer: rules.issuer,
        audience: rules.audience,
        algorithms: ["RS256"],
        maxTokenAge: "1h",
        // Asked last, of a token whose signature, issuer, audience, age and nonce are right.
        verifyClaims: (read) => {
          claims = Claims.parse(read);
          return rules.isForUs(claims);
        },
      },
    },
    idToken,
    nonce,
  );
  return isTrue ? claims : null;
}

async function publishedKey({ keys: address, patience_ms }: OpenIdRules, kid: string | undefined) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(patience_ms) });
  const { keys } = KeySet.parse(await answer.json());
  const key = keys.find((one) => one.kid === kid);
  if (!key) throw new Error("The token is signed with a key that its provider does not publish.");
  return key;
}
