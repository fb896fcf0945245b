/** A place in an account's log. Opaque to clients; the epoch changes only when the log is restored from a backup. */
export interface Position {
  epoch: string;
  seq: number;
}

const FORM = /^([A-Za-z0-9_-]{1,40})\.(0|[1-9]\d{0,14})$/;

/** `<epoch>.<seq>`, the id of an event on the stream. */
export function writePosition(epoch: string, seq: number): string {
  return `${epoch}.${seq}`;
}

/** Null for anything that `writePosition` cannot have written. */
export function readPosition(text: string): Position | null {
  const match = FORM.exec(text);
  return match?.[1] && match[2] ? { epoch: match[1], seq: Number(match[2]) } : null;
}
