import { latin1 } from "../latin1.ts";
/** What came over a stream, whatever carried it. */
export interface ReaderEvents {
  message(text: string): void;
  /** The server's last word: a close code, or 0 for the end of a body. */
  ended(code: number): void;
  /** Bytes that must go back, as they are on the wire. */
  answer(bytes: Buffer): void;
}

/** Turns a connection's bytes into messages. */
export interface Reader {
  read(bytes: Buffer): void;
}

/** Reads the answer's head once, then hands the rest on. */
export class HeadReader implements Reader {
  #head = "";
  readonly #wanted: number;
  readonly #opened: (status: number) => void;
  readonly #body: Reader;
  #isOpen = false;

  constructor(wanted: number, opened: (status: number) => void, body: Reader) {
    this.#wanted = wanted;
    this.#opened = opened;
    this.#body = body;
  }

  read(bytes: Buffer): void {
    if (this.#isOpen) return this.#body.read(bytes);
    this.#head += latin1(bytes);
    const end = this.#head.indexOf("\r\n\r\n");
    if (end < 0) return;
    const status = Number(this.#head.slice(9, 12));
    this.#isOpen = status === this.#wanted;
    this.#opened(status);
    const rest = this.#head.slice(end + 4);
    this.#head = "";
    if (this.#isOpen && rest) this.#body.read(Buffer.from(rest, "latin1"));
  }
}
