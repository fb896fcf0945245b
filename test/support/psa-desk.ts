import { chatsFor } from "../../src/queue/outside-channels.ts";
import { testOutside } from "./receiver.ts";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { Handoff, NewHandoff } from "../../src/contract/handoff.ts";
import type { PsaConnection } from "../../src/contract/psa-connection.ts";
import type { PsaKind, PsaNoteReason, PsaNoteStatus } from "../../src/contract/psa.ts";
import type { NewSession } from "../../src/contract/session.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { createConnection } from "../../src/domain/psa/connections.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { connectionTerms } from "../../src/queue/psa-terms.ts";
import { pushNotes } from "../../src/queue/push-notes.ts";
import type { WorkerDeps } from "../../src/queue/worker-deps.ts";
import { NOON } from "./factories.ts";
import { type HelpDesk, PRINTER, makeHelpDesk } from "./help-desk.ts";
import { type TestPsa, makePsa } from "./psa-room.ts";
import { quietJobs } from "./quiet-jobs.ts";
import { envWith } from "./worker-with.ts";

/** A note as it stands in the database. */
export interface StoredNote {
  id: string;
  reason: PsaNoteReason;
  version: number;
  status: PsaNoteStatus;
  ticket_ref: string;
  ticket_id: string | null;
  merged_into: string | null;
  attempts: number;
  last_error: string | null;
  note_id: string | null;
  url: string | null;
  uncertain: 0 | 1;
  next_attempt_at: number | null;
  handoff_id: string;
}

/** A help desk whose account is connected to a PSA, at a time that the test sets. */
export interface PsaDesk extends HelpDesk {
  psa: TestPsa;
  connection: PsaConnection;
  clock: { now: number };
  deps: WorkerDeps;
  /** Sam escalates a session with a ticket now, unless told otherwise; nobody is nudged. */
  escalate(about?: NewSession, input?: Partial<NewHandoff>): Promise<{ handoff: Handoff; key: HandoffKey }>;
  /** Lets a pusher work on the connection; returns how many notes it took. */
  push(): Promise<number>;
  notes(): Promise<StoredNote[]>;
  connectionRow(): Promise<Record<string, unknown>>;
}

/** Connects a help desk's account to a PSA. */
export function connect({ account, olivia }: HelpDesk, { connection }: TestPsa): Promise<PsaConnection> {
  return createConnection(account.as(olivia), connection, connectionTerms(env));
}

export async function makePsaDesk(kind: PsaKind = "connectwise"): Promise<PsaDesk> {
  const desk = await makeHelpDesk();
  const psa = makePsa(kind);
  const connection = await connect(desk, psa);
  const clock = { now: NOON };
  const { account, sam } = desk;
  const deps: WorkerDeps = {
    env: envWith(quietJobs),
    db: account.db,
    model: null,
    mailer: { send: async () => [], find: async () => null },
    fetch: (url, init) => fetch(url, init),
    outside: testOutside(),
    chats: chatsFor(env, testOutside()),
    now: () => clock.now,
    random: () => 0.5,
  };
  return {
    ...desk,
    psa,
    connection,
    clock,
    deps,
    async escalate(about = {}, input = {}) {
      const session = await createSession(account.as(sam, clock.now), {
        ...PRINTER,
        psa_ticket_ref: "#123",
        ...about,
      });
      const given = { intent: "escalate" as const, priority: "normal" as const, ...input };
      const { will_notify: _, ...handoff } = await handOffSession(
        account.as(sam, clock.now),
        session.id,
        given,
      );
      return { handoff, key: { session_id: session.id, handoff_id: handoff.id } };
    },
    push: () => pushNotes(deps, connection.id),
    notes: () =>
      account.db.all<StoredNote>(sql`SELECT * FROM psa_notes WHERE account_id = ${account.id} ORDER BY id`),
    async connectionRow() {
      const [row] = await account.db.all(sql`SELECT * FROM psa_connections WHERE id = ${connection.id}`);
      return row ?? {};
    },
  };
}
