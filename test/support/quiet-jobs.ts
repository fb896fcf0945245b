const quiet = { send: async () => undefined, sendBatch: async () => undefined };

/** A queue that takes messages and brings them to nobody, so that only the test decides when a promise is kept. */
export const quietJobs = { JOBS: quiet, PSA_JOBS: quiet, WEBHOOK_JOBS: quiet };
