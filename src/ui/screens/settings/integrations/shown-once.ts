/** A key or secret that is shown this once, and what it is called. */
export interface ShownOnce {
  label: string;
  secret: string;
}
