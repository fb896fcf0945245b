import type { SignInFault } from "../contract/sign-in-ways.ts";
import { words } from "./words/spoken.ts";

/** Why a sign-in did not work, as the address says it; what is no word of ours is only said to have failed. */
export function signInFault(said: string): SignInFault {
  const { faults } = words.value.signIn;
  return Object.hasOwn(faults, said) ? (said as SignInFault) : "unavailable";
}
