import { createApp } from "./http/app.ts";
import { consumeJobs } from "./queue/consume-jobs.ts";
import { workerDeps } from "./queue/worker-deps.ts";
import { runChores } from "./scheduled/run-chores.ts";

export { AccountBus } from "./bus/account-bus.ts";

const app = createApp();

export default {
  fetch: app.fetch,
  queue: (batch, env) => consumeJobs(workerDeps(env), batch),
  scheduled: (_controller, env) => runChores(workerDeps(env)),
} satisfies ExportedHandler<Env>;
