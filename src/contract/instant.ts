import { z } from "zod";

/** A moment on the wire: ISO 8601, UTC, milliseconds, `Z`. */
export const Instant = z.iso.datetime({ precision: 3 });

/** A moment that a caller gives: any ISO 8601 date-time with `Z` or an offset. */
export const InstantInput = z.iso.datetime({ offset: true });
