interface Listening {
  addEventListener(type: string, run: () => void): void;
  removeEventListener(type: string, run: () => void): void;
}

/** Where there is a page: wakes when it is looked at or the network is back, and tells when that is gone. The answer ends it. */
export function watchPage({ wake, lost }: { wake(): void; lost(): void }): () => void {
  // Node and workers have neither, or only the first.
  const { addEventListener: listens, document } = globalThis as {
    addEventListener?: unknown;
    document?: Listening & { hidden: boolean };
  };
  if (typeof listens !== "function") return () => {};
  const wakeIfSeen = () => {
    if (document?.hidden === false) wake();
  };
  const page = globalThis as unknown as Listening;
  page.addEventListener("online", wake);
  page.addEventListener("offline", lost);
  document?.addEventListener("visibilitychange", wakeIfSeen);
  return () => {
    page.removeEventListener("online", wake);
    page.removeEventListener("offline", lost);
    document?.removeEventListener("visibilitychange", wakeIfSeen);
  };
}
