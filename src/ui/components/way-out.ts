import { createContext } from "preact";

/** Closes the form that was opened, unsent; null where it stands there for good. */
export const WayOut = createContext<(() => void) | null>(null);
