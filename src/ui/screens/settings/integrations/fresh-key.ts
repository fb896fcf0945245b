import { signal } from "@preact/signals";

/** The key that was made just now, for the texts that hold it: known to this page alone, until it is left. */
export const freshKey = signal<{ integrationId: string; key: string } | null>(null);
