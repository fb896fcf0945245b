import { env } from "cloudflare:workers";
import { postmarkMailer } from "../../src/channels/mailer.ts";
import type { DeliveryKind, DeliveryStatus } from "../../src/contract/delivery.ts";
import { deliver } from "../../src/queue/deliver.ts";
import type { WorkerDeps } from "../../src/queue/worker-deps.ts";
import { chatsFor } from "../../src/queue/outside-channels.ts";
import { testOutside } from "./receiver.ts";
import { type Desk, makeDesk } from "./desk.ts";
import { NOON, type TestMember } from "./factories.ts";
import { FakePostmark } from "./postmark.ts";
import { quietJobs } from "./quiet-jobs.ts";
import { envWith } from "./worker-with.ts";

/** A row of the ledger as it stands in the database. */
export interface LedgerRow {
  id: string;
  recipient: string;
  recipient_id: string;
  kind: DeliveryKind;
  status: DeliveryStatus;
  attempts: number;
  last_error: string | null;
  provider_message_id: string | null;
  next_attempt_at: number | null;
  uncertain: 0 | 1;
  sent_at: number | null;
  delivered_at: number | null;
  bundled_into: string | null;
  give_up_at: number | null;
}

/** A desk whose mails go to a fake Postmark, at a time that the test sets. */
export interface MailRoom {
  desk: Desk;
  postmark: FakePostmark;
  deps: WorkerDeps;
  /** The present moment, ms. */
  clock: { now: number };
  /** Those who are told of the engineer's escalations. */
  team: TestMember[];
  /** Hands a session off now and sends nothing. */
  escalate: Desk["handOff"];
  /** Lets the consumer work on these handoffs. */
  deliver(...handoffs: string[]): Promise<number>;
  ledger(handoffId: string): Promise<LedgerRow[]>;
}

export async function makeMailRoom(colleagues: readonly string[] = ["Sam"]): Promise<MailRoom> {
  const desk = await makeDesk();
  const team: TestMember[] = [];
  for (const name of colleagues) team.push(await desk.account.member("engineer", name));
  const clock = { now: NOON };
  const postmark = new FakePostmark();
  const mailer = postmarkMailer({
    token: "server-token",
    from: "Baton <baton@test.example>",
    fetch: postmark.fetch,
  });
  const { db } = desk.account;
  const outside = testOutside();
  const chats = chatsFor(env, outside);
  const network = (input: string, init: RequestInit) => fetch(input, init);
  const deps: WorkerDeps = {
    env: envWith(quietJobs),
    db,
    mailer,
    chats,
    outside,
    model: null,
    fetch: network,
    now: () => clock.now,
    random: () => 0.5,
  };
  return {
    desk,
    postmark,
    deps,
    clock,
    team,
    escalate: (given) => desk.handOff({ now: clock.now, ...given }),
    deliver: (...handoffs) => deliver(deps, { handoffs }),
    async ledger(handoffId) {
      const select = env.DB.prepare("SELECT * FROM deliveries WHERE handoff_id = ? ORDER BY recipient, id");
      return (await select.bind(handoffId).all<LedgerRow>()).results;
    },
  };
}
