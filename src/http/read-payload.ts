import type { IntegrationKind } from "../contract/integration.ts";
import { DomainError } from "../domain/errors.ts";
import { readDattoText } from "../inbound/datto-rmm.ts";
import { collect, parseJson, tooLarge, wrongType } from "./read-body.ts";

/** Bodies as they come: JSON, or JSON inside what tools and `curl -d` call a form or text. */
const TYPES =
  /^(application\/(?:[\w.-]+\+)?json|text\/(plain|json)|application\/x-www-form-urlencoded|multipart\/form-data|application\/octet-stream)\s*(;|$)/i;

/** Reads a tool's raw body. @throws DomainError `payload_too_large` */
export async function readRaw(request: Request, limit: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array();
  if (Number(request.headers.get("content-length") ?? 0) > limit) {
    await request.body.cancel();
    throw tooLarge(limit);
  }
  return collect(request.body, limit);
}

/**
 * The JSON of a tool's body, wherever the tool has put it.
 * @throws DomainError `unsupported_media_type`, `malformed_json`, `bad_request` (nested too deep)
 */
export async function readPayload(
  kind: IntegrationKind,
  type: string | null,
  bytes: Uint8Array,
): Promise<unknown> {
  if (bytes.byteLength > 0 && type !== null && !TYPES.test(type)) throw wrongType(type);
  if (type !== null && /^multipart\//i.test(type)) return parseJson(encode(await partOf(type, bytes)));
  const isForm = type !== null && /urlencoded/i.test(type);
  if (isForm && !/^\s*[[{]/.test(decode(bytes.slice(0, 100)))) {
    const form = new URLSearchParams(decode(bytes));
    return parseJson(encode(form.get("payload") ?? form.get("data") ?? "-"));
  }
  try {
    return parseJson(bytes);
  } catch (error) {
    const is_text = error instanceof DomainError && error.code === "malformed_json";
    const text = kind === "datto_rmm" && is_text ? readDattoText(decode(bytes)) : null;
    if (text) return text;
    throw error;
  }
}

async function partOf(type: string, bytes: Uint8Array): Promise<string> {
  try {
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    const part = form.get("data") ?? form.get("payload");
    return typeof part === "string" ? part : "-";
  } catch {
    throw new DomainError("malformed_json", "The form cannot be read.");
  }
}

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
