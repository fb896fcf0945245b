import { v7 } from "uuid";

/** A fresh UUIDv7 (RFC 9562 §5.7) in canonical lower case. */
export const newId = (): string => v7();
