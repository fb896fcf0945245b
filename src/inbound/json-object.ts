import { invalid } from "./invalid-post.ts";

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object, or an empty one for whatever else stands in its place. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** The objects of a list; of whatever else, none. */
export function objectsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A number, also one that is written as text; NaN for whatever else stands in its place. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

/** @throws InvalidPost for a payload that is no object */
export function payloadObject(payload: unknown): Json {
  if (isObject(payload)) return payload;
  throw invalid("", "must be a JSON object.");
}

/** What a JSON pointer (RFC 6901) leads to; undefined where there is nothing. */
export function at(payload: unknown, pointer: string): unknown {
  let value = payload;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return value;
}
