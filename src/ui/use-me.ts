import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { SignedIn } from "./me.ts";

export const MeContext = createContext<SignedIn | null>(null);

/** The person at the screen; only inside the workplace. */
export function useMe(): SignedIn {
  const me = useContext(MeContext);
  if (me === null) throw new Error("Nobody is signed in");
  return me;
}
