/**
 * Every call of an object, request or queue goes through the module of the Worker, and the plugin asks the runner each
 * time where that lies. The module is kept instead: a call costs no way to the runner and back, and one that comes after
 * a file's last test waits for nobody who has already gone.
 */
interface Runner {
  import(module: string): Promise<unknown>;
  kept?: Map<string, Promise<unknown>>;
}

/* oxlint-disable no-underscore-dangle -- the name is the runner's own */
const { moduleRunner } = (globalThis as unknown as { __vitest_mocker__: { moduleRunner: Runner } })
  .__vitest_mocker__;
/* oxlint-enable no-underscore-dangle */
if (moduleRunner.kept === undefined) {
  const load = moduleRunner.import.bind(moduleRunner);
  const kept = (moduleRunner.kept = new Map<string, Promise<unknown>>());
  moduleRunner.import = async (module) => {
    if (!module.endsWith("/src/worker.ts")) return load(module);
    let found = kept.get(module);
    if (found === undefined) kept.set(module, (found = load(module)));
    return found;
  };
}
