import { useEffect } from "preact/hooks";

/** Goes to the entry that the address points at, once it is on the page; the browser looked before it was there. */
export function usePointed(): void {
  useEffect(() => {
    const id = location.hash.slice(1);
    if (id === "") return undefined;
    // After the screen's heading has taken the focus.
    const soon = setTimeout(() => {
      const entry = document.getElementById(id);
      entry?.scrollIntoView({ block: "center" });
      entry?.focus({ preventScroll: true });
    }, 150);
    return () => clearTimeout(soon);
  }, []);
}
