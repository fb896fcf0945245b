import { pokeBus } from "../bus/poke-bus.ts";
import { isToldAlready } from "../domain/psa/is-told-already.ts";
import { loadNote } from "../domain/psa/load-note.ts";
import type { NoteRow } from "../domain/psa/note-row.ts";
import type { PushResult } from "../domain/psa/push-outcome.ts";
import { recordPush } from "../domain/psa/record-push.ts";
import {
  type TakenConnection,
  listDueConnections,
  releaseConnection,
  takeConnection,
  takeNote,
} from "../domain/psa/take-notes.ts";
import { log } from "../platform/log.ts";
import type { PsaMemory } from "../psa/psa-adapter.ts";
import { PSA_TIMEOUT_MS } from "../psa/ask-psa.ts";
import { forget } from "../psa/remember.ts";
import type { JobMessage } from "./job-message.ts";
import { type Opened, openConnection } from "./open-connection.ts";
import { pushNote } from "./push-note.ts";
import { type WorkerDeps, systemContext } from "./worker-deps.ts";

/** So long one turn goes on taking notes of a connection, ms; what is left gets a turn of its own. */
const TURN_MS = 20_000;
/** The longest that writing takes, ms: a directory, a token, a refusal of it, another token, and the note. */
const LONGEST_WRITE_MS = 5 * PSA_TIMEOUT_MS;
/** So many connections one run of the chores takes on, and so many at a time. */
const MOST = 200;
const AT_ONCE = 10;

/**
 * Pushes what is due of one connection, one note after the other, so that no PSA ever hears two of us at once. Safe to
 * run twice and to be cut off anywhere: a note that was taken and not written is looked for before it is written again.
 * Returns how many notes it took.
 */
export async function pushNotes(deps: WorkerDeps, connectionId: string): Promise<number> {
  const connection = await takeConnection(deps.db, connectionId, deps.now());
  if (!connection) return 0;
  const memory: PsaMemory = { learned: connection.learned ?? {}, learned_at: connection.learned_at };
  const psa = await openConnection(deps, connection, memory);
  const ends = deps.now() + TURN_MS;
  let taken = 0;
  let pause: number | null = null;
  for (let note; (note = await takeNote(deps.db, connection, deps.now()));) {
    taken++;
    const result = await tryNote(deps, connection, psa, note);
    pause = await record(deps, connection, note, result);
    if (result.kind === "retry" && result.blame === "connection") forget(memory);
    if (pause !== null) break;
    if (deps.now() >= ends) {
      await nudgeAgain(deps, connection.id);
      break;
    }
  }
  Object.assign(connection, memory);
  await releaseConnection(deps.db, connection, { pause });
  return taken;
}

/**
 * The same for every connection that has something due; one that fails keeps no other waiting, and all of them together
 * keep the other chores waiting no longer than a turn and what is then under way.
 */
export async function pushDueNotes(deps: WorkerDeps): Promise<number> {
  const due = await listDueConnections(deps.db, deps.now(), MOST);
  const ends = deps.now() + TURN_MS;
  let done = 0;
  for (let from = 0; from < due.length && deps.now() < ends; from += AT_ONCE) {
    const some = due.slice(from, from + AT_ONCE);
    const outcomes = await Promise.allSettled(some.map((id) => pushNotes(deps, id)));
    outcomes.forEach((outcome, index) => {
      if (outcome.status === "fulfilled") done += outcome.value;
      else log("notes_not_pushed", { connection_id: some[index] }, outcome.reason);
    });
  }
  return done;
}

async function tryNote(
  deps: WorkerDeps,
  connection: TakenConnection,
  opened: Opened,
  note: NoteRow,
): Promise<PushResult> {
  const { ticket_id, uncertain } = note;
  if ("refused" in opened) {
    return { kind: "retry", error: opened.refused, uncertain, blame: "connection", ticket_id };
  }
  const told = await loadNote(deps.db, note);
  return pushNote(opened.psa, note, told, {
    internal: connection.settings["internal"] !== false,
    hasTime: () => deps.now() < (note.taken_until ?? 0) - LONGEST_WRITE_MS,
    isToldAlready: (about) => isToldAlready(deps.db, note, about),
  });
}

/** Writes what became of a note and tells the bus; returns until when the PSA is to be left alone. */
async function record(
  deps: WorkerDeps,
  { account_id, id, kind }: TakenConnection,
  note: NoteRow,
  result: PushResult,
): Promise<number | null> {
  const ctx = systemContext(deps, account_id);
  const { status, pause } = await recordPush(ctx, note, result, deps.random());
  log("note_pushed", {
    account_id,
    connection_id: id,
    kind,
    note_id: note.id,
    attempts: note.attempts,
    status,
  });
  if (ctx.committed.events.length > 0) {
    await pokeBus(deps.env, account_id, ctx.committed).catch((error: unknown) => {
      log("nudge_lost", { nudge: "poke_bus", account_id }, error);
    });
  }
  return pause;
}

async function nudgeAgain(deps: WorkerDeps, connection_id: string): Promise<void> {
  const message: JobMessage = { kind: "push_notes", connection_id };
  await deps.env.PSA_JOBS.send(message).catch((error: unknown) => {
    log("nudge_lost", { nudge: "send_jobs", connection_id }, error);
  });
}
