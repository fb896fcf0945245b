import { readdirSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { V4ModuleDefinition } from "miniflare";
import { builtWorker } from "./build-baton.ts";

const KINDS: Record<string, V4ModuleDefinition["type"]> = {
  ".js": "ESModule",
  ".mjs": "ESModule",
  ".wasm": "CompiledWasm",
  ".bin": "Data",
  ".txt": "Text",
  ".html": "Text",
  ".sql": "Text",
};

/** The modules of the built Worker, its entry first: the kinds of files are wrangler's defaults. */
export function builtModules(): V4ModuleDefinition[] {
  const folder = dirname(builtWorker);
  const paths = readdirSync(folder).map((name) => join(folder, name));
  const others = paths.filter((path) => path !== builtWorker);
  return [builtWorker, ...others].flatMap((path) => {
    const type = KINDS[extname(path)];
    return type ? [{ type, path }] : [];
  });
}
