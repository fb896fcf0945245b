import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { QueueRow } from "../../src/contract/handoff.ts";
import { type QueueView, USUAL_VIEW, inScope } from "../../src/ui/queue-view.ts";
import { EMPTY_QUEUE, changeQueue, type QueueState } from "../../src/ui/store.ts";
import {
  claimed,
  created,
  parked,
  queueRow,
  released,
  returned,
  updated,
  widened,
} from "./support/queue-event.ts";

const priya = { id: "u-priya", name: "Priya" };
const held = queueRow({
  status: "claimed",
  version: 2,
  claimed_by: priya,
  claimed_at: "2026-11-20T10:01:00.000Z",
});

/** A screen of this view, before a person of this id, that has read these rows and heard these events. */
function screen(view: QueueView, rows: QueueRow[], events: LoggedEvent[], userId = "u-priya"): QueueState {
  const place = { view, userId, teamId: null };
  const loaded = { kind: "loaded", rows, sort: view.sort, cutBy: null } as const;
  return events.reduce(
    (state, event) => changeQueue(state, { kind: "event", event, place }),
    changeQueue(changeQueue(EMPTY_QUEUE, { kind: "loading" }), loaded),
  );
}
const ids = ({ rows }: QueueState) => rows.map((row) => row.handoff_id);
const among = (scope: QueueView["scope"]) => inScope(USUAL_VIEW, scope);

describe("a claim", () => {
  it("leaves the unclaimed ones and is remembered with its holder", () => {
    const state = screen(USUAL_VIEW, [queueRow()], [claimed(6)]);
    expect(ids(state)).toEqual([]);
    expect(state.left.get("h-1")).toMatchObject({ status: "claimed", claimed_by: priya });
  });

  it("stays among all, now with its holder", () => {
    const state = screen(among("all"), [queueRow()], [claimed(6)]);
    expect(state.rows[0]).toMatchObject({
      handoff_id: "h-1",
      status: "claimed",
      claimed_by: priya,
      version: 2,
    });
  });

  it("is one's own to read, as the event does not describe it", () => {
    expect(screen(among("mine"), [], [claimed(6)]).incomplete).toBe(true);
    expect(screen(among("mine"), [], [claimed(6)], "u-adam").incomplete).toBe(false);
  });

  it("by somebody else takes it from the one who held it", () => {
    const gone = claimed(7, { version: 3, claimed_by: { id: "u-adam", name: "Adam" } });
    expect(ids(screen(among("mine"), [held], [gone]))).toEqual([]);
  });

  it("stays with whoever handed it off, who sees by whom", () => {
    const state = screen(among("handed_off"), [queueRow()], [claimed(6)], "u-sam");
    expect(state.rows[0]?.claimed_by).toEqual(priya);
  });
});

describe("the end of a claim", () => {
  it("takes a released one from mine and leaves it open among all", () => {
    expect(ids(screen(among("mine"), [held], [released(7)]))).toEqual([]);
    const all = screen(among("all"), [held], [released(7)]);
    expect(all.rows[0]).toMatchObject({ status: "open", claimed_by: null, claimed_at: null });
  });

  it("marks a returned one among all", () => {
    expect(screen(among("all"), [held], [returned(7)]).rows[0]).toMatchObject({
      status: "returned",
      claimed_by: null,
    });
  });

  it("marks what its session's end has ended", () => {
    const { seq, actor, created_at } = claimed(6);
    const about = { session_id: "s-1", handoff_id: null, team_id: null, version: null, status: null };
    const end: LoggedEvent = {
      type: "session_resolved",
      seq,
      actor,
      created_at,
      ...about,
      resolution: "Done",
    };
    expect(screen(among("all"), [held], [end]).rows[0]?.status).toBe("resolved");
    expect(ids(screen(among("mine"), [held], [end]))).toEqual([]);
  });
});

describe("what comes in", () => {
  it("comes in only where it fits the filters", () => {
    const critical = { ...USUAL_VIEW, priority: "critical" as const };
    expect(ids(screen(critical, [], [created(5)]))).toEqual([]);
    expect(ids(screen(critical, [], [created(5, { priority: "critical" })]))).toEqual(["h-1"]);
    expect(ids(screen({ ...USUAL_VIEW, domain: "mail" }, [], [created(5)]))).toEqual([]);
    expect(
      ids(screen({ ...USUAL_VIEW, intent: "park" }, [], [created(5), parked(6, { handoff_id: "h-2" })])),
    ).toEqual(["h-2"]);
    expect(ids(screen({ ...USUAL_VIEW, q: "HIERO" }, [], [created(5)]))).toEqual(["h-1"]);
    expect(ids(screen({ ...USUAL_VIEW, q: "fax" }, [], [created(5)]))).toEqual([]);
  });

  it("is listed at once among those that one handed off, and not among another's", () => {
    expect(ids(screen(among("handed_off"), [], [created(5)], "u-sam"))).toEqual(["h-1"]);
    expect(ids(screen(among("handed_off"), [], [created(5)], "u-adam"))).toEqual([]);
  });

  it("stands by urgency, and among equals behind what waits for longer", () => {
    const rows = [
      queueRow({ handoff_id: "h-old", created_at: "2026-11-20T09:00:00.000Z" }),
      queueRow({ handoff_id: "h-low", priority: "low", created_at: "2026-11-19T09:00:00.000Z" }),
    ];
    const urgent = created(6, { handoff_id: "h-urgent", priority: "critical" });
    expect(ids(screen(USUAL_VIEW, rows, [created(5), urgent]))).toEqual([
      "h-urgent",
      "h-old",
      "h-1",
      "h-low",
    ]);
  });

  it("is one of a team's only if the team is asked for", () => {
    const view = { ...USUAL_VIEW, team: "t-1" };
    expect(ids(screen(view, [], [created(5), created(6, { handoff_id: "h-2", team_id: "t-1" })]))).toEqual([
      "h-2",
    ]);
  });
});

describe("what an event leaves open", () => {
  it("is read again when there is time: when the next step of a new or reminded one comes", () => {
    expect(screen(USUAL_VIEW, [], [created(5)]).outdated).toBe(true);
    expect(screen(USUAL_VIEW, [], [parked(5)]).outdated).toBe(false);
    expect(screen(USUAL_VIEW, [queueRow()], [widened(6)]).outdated).toBe(true);
    expect(screen(USUAL_VIEW, [], [widened(6)]).outdated).toBe(false);
  });

  it("says how sure an assessment is when it is ready", () => {
    const ready = { changed: ["assessment_status"], assessment_status: "ready" };
    const update = updated(6, { ...ready, ai_assessment_data: { confidence: "high" } });
    expect(screen(USUAL_VIEW, [queueRow()], [update]).rows[0]).toMatchObject({
      assessment_status: "ready",
      assessment_confidence: "high",
    });
  });
});

describe("a list that is longer than one page", () => {
  it("keeps what is known beyond the page that was read again", () => {
    const at = (minute: number) => `2026-11-20T09:${minute}:00.000Z`;
    const [newer, middle, older] = [30, 20, 10].map((minute) =>
      queueRow({ handoff_id: `h-${minute}`, created_at: at(minute) }),
    );
    if (!newer || !middle || !older) throw new Error("Three rows were made.");
    const known = screen(among("all"), [newer, middle, older], []);
    const again = changeQueue(changeQueue(known, { kind: "loading" }), {
      kind: "loaded",
      rows: [newer],
      sort: "newest",
      cutBy: "newest",
    });
    expect(ids(again)).toEqual(["h-30", "h-20", "h-10"]);
  });
});
