import { isAPIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { bearer, emailOTP, magicLink, organization } from "better-auth/plugins";
import { Next } from "../contract/sign-in-ways.ts";
import type { Db } from "../db/client.ts";
import * as schema from "../db/schema.ts";
import { log } from "../platform/log.ts";
import { newId } from "../platform/new-id.ts";
import { adoptFirst } from "./adopt-first.ts";
import { columns } from "./columns.ts";
import { demoSignIn } from "./demo-sign-in.ts";
import { COOKIE_PREFIX, isSecure } from "./login-cookie.ts";
import type { SignInBy } from "./mail-sign-in.ts";
import { type ProviderApps, signInProviders } from "./providers/sign-in-providers.ts";

export const AUTH_PATH = "/api/v1/auth";
/** How long a login lives, in seconds: thirty days. */
const LOGIN_SECONDS = 30 * 24 * 60 * 60;
/** How long a mailed link or code can be used, in seconds. */
export const MAILED_SECONDS = 10 * 60;

export interface AuthOptions {
  db: Db;
  secret: string;
  /** The origin that the browser talks to. */
  origin: string;
  trustedOrigins: string[];
  demo: boolean;
  providers: ProviderApps;
  /** Mails a sign-in link or code, if this address may sign in. */
  mailSignIn(email: string, by: SignInBy): Promise<void>;
  /** Whether a person who is not known yet may come in: an open invitation, or the first owner. */
  mayJoin(email: string): Promise<boolean>;
  /** The account that a new login of this user works in; takes up open invitations first. */
  accountFor(userId: string): Promise<string | null>;
}

/**
 * better-auth over our tables: its user, session, account and verification are `users`, `logins`, `identities` and
 * `verifications`; its organisation is the tenant, `accounts`. Made per request, as sign-ins are rare and the mails
 * they promise belong to the request.
 */
export function createAuth(options: AuthOptions) {
  return betterAuth({
    appName: "Baton",
    baseURL: options.origin,
    basePath: AUTH_PATH,
    secret: options.secret,
    trustedOrigins: options.trustedOrigins,
    database: adoptFirst(drizzleAdapter(options.db.orm, { provider: "sqlite", schema, transaction: false })),
    user: {
      modelName: "users",
      fields: columns("emailVerified", "createdAt", "updatedAt"),
      // Asked before anything is written; whatever it throws refuses, too.
      validateUserInfo: async ({ user, source }) => {
        if (source.action !== "create-user") return undefined;
        if (!user.emailVerified) return { error: "email_not_verified" };
        return (await options.mayJoin(user.email ?? "")) ? undefined : { error: NOT_INVITED };
      },
    },
    session: {
      modelName: "logins",
      fields: columns("userId", "expiresAt", "ipAddress", "userAgent", "createdAt", "updatedAt"),
      expiresIn: LOGIN_SECONDS,
      disableSessionRefresh: true,
    },
    account: {
      modelName: "identities",
      fields: {
        ...columns(
          "userId",
          "providerId",
          "accessToken",
          "refreshToken",
          "idToken",
          "createdAt",
          "updatedAt",
        ),
        ...columns("accessTokenExpiresAt", "refreshTokenExpiresAt"),
        accountId: "provider_account_id",
      },
      updateAccountOnSignIn: false,
    },
    verification: {
      modelName: "verifications",
      fields: columns("expiresAt", "createdAt", "updatedAt"),
      storeIdentifier: "hashed",
    },
    rateLimit: { enabled: true, window: 60, max: 100, customRules: SIGN_IN_LIMITS },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: isSecure(options.origin),
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      database: { generateId: () => newId() },
    },
    databaseHooks: {
      user: {
        create: {
          // Nobody is nameless: an invited person begins under the first part of their address.
          before: async (user) => ({ data: { ...user, name: user.name || nameFrom(user.email) } }),
        },
      },
      account: {
        create: {
          // Baton asks a provider who somebody is, once: there is nothing that its tokens would be kept for.
          before: async (identity) => ({ data: { ...identity, ...NO_TOKENS } }),
        },
      },
      session: {
        create: {
          before: async (login) => ({
            data: { ...login, activeOrganizationId: await options.accountFor(login.userId) },
          }),
        },
      },
    },
    logger: {
      log: (level, message, ...more) =>
        log(
          "identity",
          { level, message },
          more.find((one) => one instanceof Error),
        ),
    },
    onAPIError: {
      errorURL: `${options.origin}/sign-in`,
      // better-auth would write a failed query out with its parameters and answer 500; ours knows both better.
      onError: (error) => {
        if (!isAPIError(error)) throw error;
      },
    },
    plugins: [
      bearer(),
      signInProviders(options.providers),
      organization({
        allowUserToCreateOrganization: false,
        schema: {
          session: { fields: { activeOrganizationId: "active_account_id" } },
          organization: { modelName: "accounts", fields: columns("createdAt") },
          member: {
            modelName: "members",
            fields: { ...columns("userId", "createdAt"), organizationId: "account_id" },
          },
          invitation: {
            modelName: "invitations",
            fields: { ...columns("inviterId", "expiresAt", "createdAt"), organizationId: "account_id" },
          },
        },
      }),
      magicLink({
        expiresIn: MAILED_SECONDS,
        storeToken: "hashed",
        sendMagicLink: ({ email, token, metadata }) =>
          options.mailSignIn(email, { token, next: Next.optional().parse(metadata?.["next"]) }),
      }),
      emailOTP({
        expiresIn: MAILED_SECONDS,
        storeOTP: "hashed",
        sendVerificationOTP: ({ email, otp }) => options.mailSignIn(email, { code: otp }),
      }),
      ...(options.demo ? [demoSignIn()] : []),
    ],
  });
}

/** The code of a refusal because nobody has invited this address. */
export const NOT_INVITED = "not_invited";

const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};

export type Auth = ReturnType<typeof createAuth>;

function nameFrom(email: string): string {
  const [local = email] = email.split("@");
  return local.replaceAll(/[._-]+/g, " ").replaceAll(/\b\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/** Per address of the network; how many mails one mailbox can get is limited where they are promised. */
const SIGN_IN_LIMITS = {
  "/sign-in/magic-link": { window: 60, max: 20 },
  "/email-otp/send-verification-otp": { window: 60, max: 20 },
  "/sign-in/email-otp": { window: 60, max: 20 },
  "/sign-in/social": { window: 60, max: 20 },
};
