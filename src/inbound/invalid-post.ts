/** One thing that a payload lacks, or has wrong: where it is (JSON pointer) and what it should be. */
export interface Fault {
  pointer: string;
  detail: string;
}

/** A payload that cannot become an escalation post. */
export class InvalidPost extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map(({ pointer, detail }) => `${pointer || "The body"} ${detail}`).join(" "));
    this.name = "InvalidPost";
    this.faults = faults;
  }
}

export function invalid(pointer: string, detail: string): InvalidPost {
  return new InvalidPost([{ pointer, detail }]);
}
