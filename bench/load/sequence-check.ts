/** What went wrong in an order of events that should be without a hole. */
export interface Faults {
  lost: number;
  doubled: number;
  disordered: number;
}

/** Watches the numbers of one stream. Without a known start, the first number is taken for it. */
export class SequenceCheck {
  last: number | null;
  readonly #missing = new Set<number>();
  #doubled = 0;
  #disordered = 0;

  constructor(last: number | null) {
    this.last = last;
  }

  saw(seq: number): void {
    if (this.last === null || seq === this.last + 1) {
      this.last = seq;
    } else if (seq > this.last) {
      for (let missed = this.last + 1; missed < seq; missed++) this.#missing.add(missed);
      this.last = seq;
    } else if (this.#missing.delete(seq)) {
      this.#disordered++;
    } else {
      this.#doubled++;
    }
  }

  get faults(): Faults {
    return { lost: this.#missing.size, doubled: this.#doubled, disordered: this.#disordered };
  }
}

export function sumFaults(all: readonly Faults[]): Faults {
  const sum = { lost: 0, doubled: 0, disordered: 0 };
  for (const { lost, doubled, disordered } of all) {
    sum.lost += lost;
    sum.doubled += doubled;
    sum.disordered += disordered;
  }
  return sum;
}

export const faultsText = ({ lost, doubled, disordered }: Faults) => `${lost} / ${doubled} / ${disordered}`;
