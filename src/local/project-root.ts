import { resolve } from "node:path";

/** The folder that holds wrangler.toml, absolute. */
export const projectRoot = resolve(import.meta.dirname, "../..");
