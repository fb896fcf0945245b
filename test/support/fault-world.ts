import { env } from "cloudflare:workers";
import { postmarkMailer } from "../../src/channels/mailer.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import type { TestMember } from "./factories.ts";
import type { Handoff, NewHandoff } from "../../src/contract/handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { openDb } from "../../src/db/client.ts";
import { afterCommit } from "../../src/http/after-commit.ts";
import { consumeJobs } from "../../src/queue/consume-jobs.ts";
import type { WorkerDeps } from "../../src/queue/worker-deps.ts";
import { chatsFor } from "../../src/queue/outside-channels.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { ORIGIN } from "./call.ts";
import { Crash, Mortal } from "./crash.ts";
import { testOutside } from "./receiver.ts";
import { type HelpDesk, PRINTER, makeHelpDesk } from "./help-desk.ts";
import type { Mailbox, Misbehaviour } from "./postmark-server.ts";
import { envWith, workerWith } from "./worker-with.ts";

/** How long the mail service is waited for in these tests, ms. */
const PATIENCE = 400;
const MINUTE = 60_000;

/** One account, the outside world around it, and processes that may end at any of their awaits. */
export interface FaultWorld {
  desk: HelpDesk;
  /** The present moment, ms; processes that are started take it with them as it goes on. */
  clock: { now: number };
  /** Settings of the processes that are started from now on. */
  vars: Record<string, string>;
  /** What lies in the queue; the test decides what becomes of it. */
  queue: unknown[];
  postmark: {
    script(...next: Misbehaviour[]): Promise<void>;
    set(room: { searchable?: boolean }): Promise<void>;
    read(): Promise<Mailbox>;
  };
  /** The parts that a process uses; a mortal one's calls end with it. */
  deps(mortal?: Mortal): WorkerDeps;
  /** Sam escalates now; nobody is nudged. */
  escalate(input?: Partial<NewHandoff>): Promise<Handoff>;
  /** Somebody does something now, in a process that may end in the middle, also while it nudges; null if it did. */
  act<T>(who: TestMember, verb: (ctx: DomainContext) => Promise<T>, mortal?: Mortal): Promise<T | null>;
  /** Sends a request of this person's, to a process that may end in the middle; null if it did. */
  send(
    method: string,
    path: string,
    token: string,
    body?: object,
    mortal?: Mortal,
    key?: string,
  ): Promise<Response | null>;
  /** Lets a process work off what lies in the queue; whatever ends in the middle loses its messages. */
  consume(mortal?: Mortal, messages?: unknown[]): Promise<void>;
  /** The minute's chores, by a process that may end in the middle. */
  sweep(mortal?: Mortal): Promise<void>;
  /** Time goes on, minute by minute, each with its chores. */
  later(minutes: number): Promise<void>;
}

export async function makeFaultWorld(): Promise<FaultWorld> {
  const desk = await makeHelpDesk();
  // Requests take the real time: the world begins now.
  const clock = { now: Date.now() };
  const vars: Record<string, string> = {};
  const queue: unknown[] = [];
  const token = `room-${desk.account.id}`;
  const control = (init?: RequestInit) =>
    fetch(`http://${env.TEST_POSTMARK}/control`, { ...init, headers: { "x-postmark-server-token": token } });
  const put = async (room: object) => {
    await (await control({ method: "PUT", body: JSON.stringify(room) })).text();
  };
  const envOf = (mortal: Mortal) =>
    envWith({
      ...vars,
      DB: mortal.database(env.DB),
      ACCOUNT_BUS: mortal.buses(env.ACCOUNT_BUS),
      JOBS: mortal.queue(queue),
      PSA_JOBS: mortal.queue(queue),
      WEBHOOK_JOBS: mortal.queue(queue),
    });
  const deps = (mortal = new Mortal()): WorkerDeps => {
    const own = envOf(mortal);
    const mailer = postmarkMailer({
      token,
      from: "Baton <baton@test.example>",
      host: env.TEST_POSTMARK,
      fetch: (input, init) => mortal.fetch(input, init),
      timeout: PATIENCE,
    });
    const network = (input: string, init: RequestInit) => mortal.fetch(input, init);
    const outside = testOutside({ fetch: network });
    const chats = chatsFor(own, outside);
    const [now, random] = [() => clock.now, () => 0.5];
    return { env: own, db: openDb(own.DB), mailer, chats, outside, model: null, fetch: network, now, random };
  };
  const sweep = (mortal?: Mortal) => untilItEnds(() => runChores(deps(mortal)));
  return {
    desk,
    clock,
    vars,
    queue,
    postmark: {
      script: (...script) => put({ script }),
      set: put,
      read: async () => (await control()).json(),
    },
    deps,
    async escalate(input) {
      const { account, sam } = desk;
      const session = await createSession(account.as(sam, clock.now), PRINTER);
      const given = { intent: "escalate" as const, priority: "normal" as const, ...input };
      return handOffSession(account.as(sam, clock.now), session.id, given);
    },
    async act(who, verb, mortal = new Mortal()) {
      const own = envOf(mortal);
      const ctx = { ...desk.account.as(who, clock.now), db: openDb(own.DB) };
      try {
        const done = await verb(ctx);
        await afterCommit(own, { id: desk.account.id, region: null, jurisdiction: null }, ctx.committed);
        return done;
      } catch (error) {
        if (error instanceof Crash) return null;
        throw error;
      }
    },
    async send(method, path, login, body, mortal = new Mortal(), key) {
      const headers = {
        authorization: `Bearer ${login}`,
        "content-type": "application/json",
        ...(key !== undefined && { "idempotency-key": key }),
      };
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const { DB, ACCOUNT_BUS, JOBS, PSA_JOBS, WEBHOOK_JOBS } = envOf(mortal);
      const response = await workerWith(
        { DB, ACCOUNT_BUS, JOBS, PSA_JOBS, WEBHOOK_JOBS },
        new Request(`${ORIGIN}/api/v1${path}`, init),
      );
      // What a process that ended would have answered, nobody hears.
      return mortal.diedAt === null ? response : null;
    },
    async consume(mortal, messages = queue.splice(0)) {
      await untilItEnds(() => consumeJobs(deps(mortal), batchOf(messages, queue)));
    },
    sweep,
    async later(minutes) {
      for (let minute = 0; minute < minutes; minute++) {
        clock.now += MINUTE;
        await sweep();
      }
    },
  };
}

async function untilItEnds(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
}

/** A batch as the platform hands it over; what is to be retried lies in the queue again. */
function batchOf(bodies: readonly unknown[], queue: unknown[]): MessageBatch {
  const messages = bodies.map((body, index) => ({
    id: String(index),
    timestamp: new Date(0),
    body,
    attempts: 1,
    ack: () => undefined,
    retry: () => void queue.push(body),
  }));
  return {
    queue: "baton-jobs",
    messages,
    ackAll: () => undefined,
    retryAll: () => void queue.push(...bodies),
    metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } },
  };
}
