import { sign, signedText } from "../../platform/sign.ts";

/** What a button "Pick up" in a mail stands for: this delivery (a person, a handoff) as the handoff was then. */
export interface PickUpLink {
  delivery_id: string;
  /** The handoff's version when the mail was made. */
  version: number;
}

/** After so long a mail's button is of no use any more, ms. */
export const PICK_UP_LINK_MS = 7 * 24 * 60 * 60 * 1000;

const PURPOSE = "pick-up";

/** The token that carries a link, good for seven days from `now`. */
export function pickUpToken(
  secret: string,
  { delivery_id, version }: PickUpLink,
  now: number,
): Promise<string> {
  return sign(secret, PURPOSE, `${delivery_id} ${version} ${now + PICK_UP_LINK_MS}`);
}

/** The link that we once put into a token: `expired` if it is too old, null if we never did. */
export async function readPickUpToken(
  secret: string,
  token: string,
  now: number,
): Promise<PickUpLink | "expired" | null> {
  const text = await signedText(secret, PURPOSE, token);
  if (text === null) return null;
  const [delivery_id = "", version, expires_at] = text.split(" ");
  return Number(expires_at) > now ? { delivery_id, version: Number(version) } : "expired";
}
