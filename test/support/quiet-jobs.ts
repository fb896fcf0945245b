/** A queue that takes messages and brings them to nobody, so that only the test decides when a promise is kept. */
export const quietJobs = { JOBS: { send: async () => undefined, sendBatch: async () => undefined } };
