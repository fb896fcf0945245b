import { signInPath } from "../../contract/sign-in-path.ts";
import { words } from "../words/speak.ts";

/** What a mailed link leads to: one button, because mail scanners open links and would use the token up. */
export function UseLink({ token, next }: { token: string; next: string | undefined }) {
  const { link } = words.value.signIn;
  // Read twice on the way: once as a query, once more by better-auth.
  const back = encodeURIComponent(signInPath(next));
  return (
    <form action="/api/v1/auth/magic-link/verify" method="get">
      <p>{link.detail}</p>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="callbackURL" value={back} />
      <input type="hidden" name="errorCallbackURL" value={back} />
      <button type="submit" class="primary">
        {link.use}
      </button>
    </form>
  );
}
