import { dirname, join } from "node:path";
import type { V4WorkerOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions as optionsOf, unstable_readConfig as readConfig } from "wrangler";
import { builtWorker } from "./build-baton.ts";
import { builtModules } from "./built-modules.ts";
import { projectRoot } from "./project-root.ts";

/**
 * What wrangler.toml says of the Worker, as Miniflare takes it: the built modules, its database, object, queue and
 * page. `variables` come over those of the file. Without its page, no emulated asset router stands before the Worker.
 * Throws what wrangler throws about a file it cannot read.
 */
export function workerOptions(variables: Record<string, string>, page = true): V4WorkerOptions {
  const config = readConfig({ config: join(projectRoot, "wrangler.toml") });
  // Secrets come in `variables`; wrangler would look for them in places that this machine does not use, and warn.
  const { secrets: _secrets, ...plain } = config;
  const { modulesRules: _rules, bindings, ...declared } = optionsOf(plain).workerOptions;
  if (!page) delete declared.assets;
  return {
    ...declared,
    name: config.name ?? "baton",
    rootPath: projectRoot,
    modules: builtModules(),
    modulesRoot: dirname(builtWorker),
    bindings: { ...(bindings as Record<string, string>), ...variables },
  };
}
