import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { startAttention } from "./attention.ts";
import { sheetOpen } from "./components/key-sheet.tsx";
import type { SignedIn } from "./me.ts";
import { recallKeys, useKeys } from "./use-keys.ts";

/** The keys that work on every screen, and what draws attention on every screen. */
export function useSiteKeys(me: SignedIn): void {
  const { route } = useLocation();
  const go = (address: string) => () => {
    route(address);
    return true;
  };
  useEffect(recallKeys, []);
  useEffect(() => startAttention(me), [me.user.id, me.account.id, me.teamId]);
  useKeys({
    queue: go("/escalations"),
    mine: go("/escalations?scope=mine"),
    numbers: go("/numbers"),
    sheet: () => {
      sheetOpen.value = true;
      return true;
    },
  });
}
