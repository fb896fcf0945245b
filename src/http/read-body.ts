import { DomainError } from "../domain/errors.ts";

/** The most that a JSON body may weigh (`api.md` §1). */
export const BODY_LIMIT = 256 * 1024;
const DEPTH_LIMIT = 32;

/**
 * Reads the raw body of a JSON request.
 * @returns its bytes; none at all for a request without a body
 * @throws DomainError `unsupported_media_type`, `payload_too_large`
 */
export async function readBody(request: Request, limit = BODY_LIMIT): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  const type = request.headers.get("content-type");
  const isJson = type !== null && /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type);
  if (!request.body || declared === 0) {
    if (type !== null && !isJson) throw wrongType(type);
    return new Uint8Array();
  }
  if (!isJson) throw wrongType(type);
  if (declared > limit) throw tooLarge(limit);
  return collect(request.body, limit);
}

/** Reads a body to its end. @throws DomainError `payload_too_large` */
export async function collect(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/**
 * Parses a JSON body; a missing one counts as `{}`.
 * @throws DomainError `malformed_json` (also for bytes that are not UTF-8), `bad_request` (nested too deep)
 */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    throw new DomainError("malformed_json", "The body is not valid JSON in UTF-8.");
  }
  if (isDeeperThan(value, DEPTH_LIMIT)) {
    throw new DomainError("bad_request", `The body is nested deeper than ${DEPTH_LIMIT} levels.`);
  }
  return value;
}

/** Level by level instead of by recursion, so that a hostile body cannot exhaust the stack. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value].filter((item) => item instanceof Object);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((item) => Object.values(item)).filter((item) => item instanceof Object);
  }
  return false;
}

export function wrongType(type: string | null): DomainError {
  const got = type === null ? "none was given" : `not ${type.slice(0, 100)}`;
  return new DomainError("unsupported_media_type", `Send Content-Type: application/json (${got}).`);
}

export function tooLarge(limit: number): DomainError {
  return new DomainError("payload_too_large", `The body may have at most ${limit} bytes.`);
}
