/** The object's one alarm, which several things wait for: it rings at the earliest of their times. */
export class WakeUp {
  readonly #storage: DurableObjectStorage;
  /** What it is set to, ms; undefined: not known since the object came into memory. */
  #at: number | null | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** It has rung, and is not set any more. */
  rang(): void {
    this.#at = null;
  }

  /** Sets the alarm unless it rings earlier anyway. */
  async by(at: number): Promise<void> {
    if (this.#at === undefined) {
      const set = await this.#storage.getAlarm();
      // Somebody else may have set it meanwhile.
      if (this.#at === undefined) this.#at = set;
    }
    if (this.#at !== null && this.#at <= at) return;
    this.#at = at;
    await this.#storage.setAlarm(at);
  }
}
