import { words } from "../words/speak.ts";

/** What a mailed link leads to: one button, because mail scanners open links and would use the token up. */
export function UseLink({ token }: { token: string }) {
  const { link } = words.value.signIn;
  return (
    <form action="/api/v1/auth/magic-link/verify" method="get">
      <p>{link.detail}</p>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="callbackURL" value="/escalations" />
      <input type="hidden" name="errorCallbackURL" value="/sign-in" />
      <button type="submit" class="primary">
        {link.use}
      </button>
    </form>
  );
}
