import { z } from "zod";
import { invalidField } from "../domain/errors.ts";
import type { PageMark } from "../domain/page.ts";

const Mark = z.tuple([z.number(), z.string()]);

/** The opaque cursor of a place in a list. */
export function writeCursor(mark: PageMark): string {
  return new TextEncoder()
    .encode(JSON.stringify([mark.at, mark.id]))
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

/** @throws DomainError `validation_failed` for anything that `writeCursor` did not write */
export function readCursor(cursor: string | undefined): PageMark | null {
  if (cursor === undefined) return null;
  try {
    const text = new TextDecoder().decode(Uint8Array.fromBase64(cursor, { alphabet: "base64url" }));
    const [at, id] = Mark.parse(JSON.parse(text));
    return { at, id };
  } catch {
    throw invalidField("/cursor", "This cursor is not one of ours.");
  }
}
