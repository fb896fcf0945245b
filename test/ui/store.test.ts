import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { QueueRow } from "../../src/contract/handoff.ts";
import { USUAL_VIEW } from "../../src/ui/queue-view.ts";
import { EMPTY_QUEUE, changeQueue, type QueueState } from "../../src/ui/store.ts";
import { claimed, created, parked, queueRow, released, superseded, updated } from "./support/queue-event.ts";

const newest = { ...USUAL_VIEW, sort: "newest" as const };
const answer = (rows: QueueRow[]) => ({ kind: "loaded", rows, sort: "newest", cutBy: null }) as const;
const load = (state: QueueState, rows: QueueRow[]) =>
  changeQueue(changeQueue(state, { kind: "loading" }), answer(rows));
const after = (state: QueueState, events: LoggedEvent[], teamId: string | null = null) =>
  events.reduce(
    (held, event) =>
      changeQueue(held, { kind: "event", event, place: { view: newest, userId: "u-adam", teamId } }),
    state,
  );
const ids = (state: QueueState) => state.rows.map((row) => row.handoff_id);

describe("what comes into the queue", () => {
  it("puts a new escalation on top and lets it move", () => {
    const old = queueRow({ handoff_id: "h-0", created_at: "2026-11-20T09:00:00.000Z" });
    const state = after(load(EMPTY_QUEUE, [old]), [created(5)]);
    expect(ids(state)).toEqual(["h-1", "h-0"]);
    expect([...state.fresh]).toEqual(["h-1"]);
    expect(state.rows[0]).toMatchObject({
      problem_summary: "Printer prints hieroglyphs",
      assessment_status: "pending",
    });
  });

  it("keeps the newest first, whatever the order of arrival", () => {
    const late = created(6, { handoff_id: "h-2", created_at: "2026-11-20T10:00:05.000Z" });
    expect(ids(after(EMPTY_QUEUE, [late, created(7)]))).toEqual(["h-2", "h-1"]);
  });

  it("lets a parked one in quietly, without an assessment to wait for", () => {
    const state = after(EMPTY_QUEUE, [parked(5)]);
    expect(ids(state)).toEqual(["h-1"]);
    expect(state.fresh.size).toBe(0);
    expect(state.rows[0]?.assessment_status).toBe("none");
  });

  it("shows one card for an event that comes twice", () => {
    const once = after(EMPTY_QUEUE, [created(5)]);
    expect(after(once, [created(5)])).toBe(once);
  });

  it("does not bring back a card that was claimed before its creation is told again", () => {
    expect(ids(after(EMPTY_QUEUE, [created(5), claimed(6), created(5)]))).toEqual([]);
  });

  it("stops sliding in what has been seen", () => {
    const state = after(EMPTY_QUEUE, [created(5)]);
    expect(changeQueue(state, { kind: "seen" }).fresh.size).toBe(0);
  });
});

describe("whose queue it is", () => {
  it("leaves another team's escalation out", () => {
    expect(ids(after(EMPTY_QUEUE, [created(5, { team_id: "t-other" })], "t-mine"))).toEqual([]);
  });

  it("takes in one's own team's and those without a team", () => {
    const own = created(5, { team_id: "t-mine" });
    const none = created(6, { handoff_id: "h-2" });
    expect(after(EMPTY_QUEUE, [own, none], "t-mine").rows).toHaveLength(2);
  });

  it("shows every team's to a person without a team", () => {
    expect(ids(after(EMPTY_QUEUE, [created(5, { team_id: "t-other" })], null))).toEqual(["h-1"]);
  });

  it("does not read the list again for another team's release", () => {
    expect(after(EMPTY_QUEUE, [released(5, { team_id: "t-other" })], "t-mine").incomplete).toBe(false);
  });
});

describe("what leaves the queue", () => {
  const shown = load(EMPTY_QUEUE, [queueRow(), queueRow({ handoff_id: "h-2", session_id: "s-2" })]);

  it("takes a claimed card away", () => {
    expect(ids(after(shown, [claimed(6)]))).toEqual(["h-2"]);
  });

  it("takes a superseded card away", () => {
    expect(ids(after(shown, [superseded(6)]))).toEqual(["h-2"]);
  });

  it("takes the cards of a resolved session away", () => {
    const { seq, actor, created_at } = claimed(6);
    const resolved: LoggedEvent = {
      type: "session_resolved",
      seq,
      actor,
      created_at,
      session_id: "s-1",
      resolution: "New driver",
      handoff_id: null,
      team_id: null,
      version: null,
      status: null,
    };
    expect(ids(after(shown, [resolved]))).toEqual(["h-2"]);
  });

  it("ignores an older word about a card that has moved on", () => {
    const newer = load(EMPTY_QUEUE, [queueRow({ version: 4 })]);
    expect(after(newer, [claimed(6, { version: 2 })])).toBe(newer);
  });
});

describe("what changes on a card", () => {
  it("merges the fields that an update names", () => {
    const update = updated(6, { changed: ["assessment_status"], assessment_status: "ready" });
    const row = after(load(EMPTY_QUEUE, [queueRow()]), [update]).rows[0];
    expect(row).toMatchObject({
      assessment_status: "ready",
      version: 2,
      problem_summary: "Printer prints hieroglyphs",
    });
  });

  it("counts how often a tool has reported it, and when last", () => {
    const last_seen_at = "2026-11-20T12:05:00.000Z";
    const update = updated(6, {
      changed: ["occurrences"],
      occurrences: 14,
      last_seen_at,
      alert: "Disk full",
    });
    const row = after(load(EMPTY_QUEUE, [queueRow()]), [update]).rows[0];
    expect(row).toMatchObject({ occurrences: 14, last_seen_at });
    expect(row).not.toHaveProperty("alert");
  });

  it("keeps out fields that are none of a card's", () => {
    const update = updated(6, { changed: ["read_back"], read_back: "DNS first" });
    expect(after(load(EMPTY_QUEUE, [queueRow()]), [update]).rows[0]).not.toHaveProperty("read_back");
  });

  it("shows who is looking", () => {
    const viewers = [{ id: "u-priya", name: "Priya" }];
    const state = changeQueue(load(EMPTY_QUEUE, [queueRow()]), {
      kind: "presence",
      handoffId: "h-1",
      viewers,
    });
    expect(state.rows[0]?.viewers).toEqual(viewers);
  });
});

describe("reading the list again", () => {
  it("is asked for when a handoff that is not shown comes free again", () => {
    const state = after(EMPTY_QUEUE, [created(5), claimed(6), released(7)]);
    expect(state.incomplete).toBe(true);
    const reread = load(state, [queueRow({ version: 3 })]);
    expect(reread.incomplete).toBe(false);
    expect(ids(reread)).toEqual(["h-1"]);
  });

  it("keeps a card that came in while the answer was on its way", () => {
    const asked = changeQueue(EMPTY_QUEUE, { kind: "loading" });
    const state = changeQueue(after(asked, [created(5)]), answer([]));
    expect(ids(state)).toEqual(["h-1"]);
  });

  it("keeps away a card that was claimed while the answer was on its way", () => {
    const asked = changeQueue(load(EMPTY_QUEUE, [queueRow()]), { kind: "loading" });
    const state = changeQueue(after(asked, [claimed(6)]), answer([queueRow()]));
    expect(ids(state)).toEqual([]);
  });

  it("drops what the server no longer lists", () => {
    const state = load(load(EMPTY_QUEUE, [queueRow()]), [queueRow({ handoff_id: "h-2" })]);
    expect(ids(state)).toEqual(["h-2"]);
  });

  it("adds a further page without doubling a card", () => {
    const first = load(EMPTY_QUEUE, [queueRow()]);
    const older = queueRow({ handoff_id: "h-0", created_at: "2026-11-19T10:00:00.000Z" });
    expect(ids(changeQueue(first, { kind: "more", rows: [queueRow(), older], sort: "newest" }))).toEqual([
      "h-1",
      "h-0",
    ]);
  });
});
