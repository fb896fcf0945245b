/** Whether this tab is the one, of all that this person has open, that makes a sound or shows a notification. */
let isTheOne = false;

/**
 * Stands in line to be the one tab; when that one closes, the next takes over by itself. The answer leaves the line.
 * Without the browser's locks every tab is the one: twice is better than never.
 */
export function standInLine(name: string): () => void {
  const leave = Promise.withResolvers<void>();
  const given = new AbortController();
  // Older browsers and plain http have none.
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) isTheOne = true;
  else {
    const hold = async () => {
      isTheOne = true;
      await leave.promise;
    };
    // Leaving the line before one's turn is no failure.
    locks.request(name, { signal: given.signal }, hold).catch(() => {});
  }
  return () => {
    isTheOne = false;
    leave.resolve();
    given.abort();
  };
}

export function isOnlyTab(): boolean {
  return isTheOne;
}
