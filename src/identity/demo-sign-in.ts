import type { BetterAuthPlugin } from "better-auth";
import { setSessionCookie } from "better-auth/cookies";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { z } from "zod";

/** A login for a demo person by address alone. Part of better-auth only while the demo is on. */
export function demoSignIn() {
  return {
    id: "demo-sign-in",
    endpoints: {
      demoSignIn: createAuthEndpoint(
        "/demo-sign-in",
        { method: "POST", body: z.object({ email: z.string() }) },
        async (ctx) => {
          const found = await ctx.context.internalAdapter.findUserByEmail(ctx.body.email);
          if (!found) throw new APIError("NOT_FOUND");
          const session = await ctx.context.internalAdapter.createSession(found.user.id);
          await setSessionCookie(ctx, { session, user: found.user });
          return ctx.json({ token: session.token });
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
