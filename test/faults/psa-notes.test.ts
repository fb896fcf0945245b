import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { PSA_KINDS } from "../../src/contract/psa.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { findingsOf } from "../support/audited.ts";
import { Mortal } from "../support/crash.ts";
import { type FaultWorld, makeFaultWorld } from "../support/fault-world.ts";
import { PRINTER } from "../support/help-desk.ts";
import { connect } from "../support/psa-desk.ts";
import { type TestPsa, makePsa } from "../support/psa-room.ts";
import { logOf } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";

const isLong = env.BATON_FAULTS === "long";
/** Every moment and every kind in the long suite; in the short one every fifth, of one that can be asked and one that cannot. */
const STRIDE = isLong ? 1 : 5;
const KINDS = isLong ? PSA_KINDS : (["connectwise", "webhook"] as const);
const WAIT = 20_000;

interface Connected {
  world: FaultWorld;
  psa: TestPsa;
  connection_id: string;
}

async function connected(kind: (typeof PSA_KINDS)[number]): Promise<Connected> {
  const world = await makeFaultWorld();
  const psa = makePsa(kind);
  const { id } = await connect(world.desk, psa);
  return { world, psa, connection_id: id };
}

/** Sam escalates and Priya picks up; every note is pushed by the queue, in a process that may end in the middle. */
async function live({ world, connection_id }: Connected, mortal: Mortal): Promise<void> {
  const { account, sam, priya } = world.desk;
  const push = () => world.consume(mortal, [{ kind: "push_notes", connection_id }]);
  const about = { ...PRINTER, psa_ticket_ref: "123" };
  const { id } = await createSession(account.as(sam, world.clock.now), about);
  const escalate = { intent: "escalate" as const, priority: "normal" as const };
  const handoff = await handOffSession(account.as(sam, world.clock.now), id, escalate);
  world.clock.now += WAIT;
  await push();
  const key = { session_id: id, handoff_id: handoff.id };
  await claimHandoff(account.as(priya, world.clock.now), key, {});
  await push();
}

test.each(KINDS)(
  "a pusher that ends anywhere while it tells %s: every change is in the ticket once, and everybody knows it",
  async (kind) => {
    const counted = new Mortal();
    await settlePromises();
    await live(await connected(kind), counted);
    expect(counted.moments).toBeGreaterThan(20);
    for (let moment = 1; moment <= counted.moments; moment += STRIDE) {
      await settlePromises();
      const there = await connected(kind);
      const mortal = new Mortal(moment);
      await live(there, mortal);
      const { world, psa } = there;
      const died = mortal.diedAt ?? "";
      expect(died).not.toBe("");
      await world.later(3);
      const { notes, strangers } = await psa.read();
      const markers = notes.flatMap(({ text }) => text.match(/Baton handoff \w{8} r\d+/g) ?? []);
      expect(markers, died).toHaveLength(2);
      expect(new Set(markers).size, died).toBe(2);
      expect(strangers, died).toEqual([]);
      const { account } = world.desk;
      const rows = await account.db.all(
        sql`SELECT status, uncertain, note_id FROM psa_notes WHERE account_id = ${account.id}`,
      );
      expect(
        rows.map((row) => row["status"]),
        died,
      ).toSatisfy((all: string[]) => all.every((status) => status === "pushed" || status === "merged"));
      expect(
        rows.every((row) => row["note_id"] !== null),
        died,
      ).toBe(true);
      const [handoff] = await account.db.all(
        sql`SELECT psa_note_pushed, psa_note_id FROM handoffs WHERE account_id = ${account.id}`,
      );
      expect(handoff, died).toEqual({ psa_note_pushed: 1, psa_note_id: String(notes.at(-1)?.id) });
      expect(await findingsOf(account), died).toEqual([]);
      const events = await logOf(account);
      expect(
        events.map(({ seq }) => seq),
        died,
      ).toEqual(events.map((_, index) => index + 1));
    }
  },
  300_000,
);
