/** Milliseconds of the machine's monotonic clock: the same in every thread and process. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
