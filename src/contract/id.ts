import { z } from "zod";

/** A UUID; upper case is accepted and comes out in the canonical lower case (RFC 9562 §4). */
export const Id = z.uuid().toLowerCase();
