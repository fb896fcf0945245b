import { describe, expect, it } from "vitest";
import {
  type QueueView,
  USUAL_VIEW,
  addressOfView,
  inScope,
  pathOfView,
  viewOf,
} from "../../src/ui/queue-view.ts";

const queryOf = (address: string) =>
  Object.fromEntries(new URL(address, "https://baton.example").searchParams);

describe("the address of the queue screen", () => {
  it("gives the same view after a reload, whatever was chosen", () => {
    const views: QueueView[] = [
      USUAL_VIEW,
      inScope(USUAL_VIEW, "mine"),
      { ...inScope(USUAL_VIEW, "all"), priority: "critical", sort: "urgency" },
      { ...USUAL_VIEW, intent: "park", team: "all", domain: "Microsoft 365 & mail", q: "fax ± 50 %" },
      { ...inScope(USUAL_VIEW, "handed_off"), team: "t-1", q: "a=b" },
    ];
    for (const view of views) expect(viewOf(queryOf(addressOfView(view)))).toEqual(view);
  });

  it("says only what is not as usual", () => {
    expect(addressOfView(USUAL_VIEW)).toBe("/escalations");
    expect(addressOfView({ ...USUAL_VIEW, scope: "mine", priority: "high" })).toBe(
      "/escalations?scope=mine&priority=high",
    );
  });

  it("takes what it does not know as usual", () => {
    expect(viewOf({ scope: "everything", priority: "urgent", intent: "", sort: "oldest", q: "  " })).toEqual(
      USUAL_VIEW,
    );
  });

  it("puts what waits by urgency and what has been by age, and leaves filters when the scope changes", () => {
    const filtered = { ...USUAL_VIEW, priority: "high" as const };
    expect(inScope(filtered, "all")).toEqual({ ...filtered, scope: "all", sort: "newest" });
    expect(inScope(inScope(filtered, "all"), "unclaimed")).toEqual(filtered);
  });
});

describe("where a view is read", () => {
  it("is the live queue while nothing is chosen, in either order", () => {
    expect(pathOfView(USUAL_VIEW)).toBe("/ai-sessions/queue?limit=200");
    expect(pathOfView({ ...USUAL_VIEW, sort: "newest" })).toBe("/ai-sessions/queue?limit=200");
  });

  it("is the list of all handoffs for another scope or a filter", () => {
    expect(pathOfView({ ...USUAL_VIEW, team: "t-1", domain: "DNS", q: "a&b" })).toBe(
      "/handoffs?scope=unclaimed&sort=urgency&limit=200&team_id=t-1&domain=DNS&q=a%26b",
    );
  });

  it("leaves out what one held once: mine are those that one holds", () => {
    expect(pathOfView(inScope(USUAL_VIEW, "mine"))).toBe(
      "/handoffs?scope=mine&sort=urgency&limit=200&status=claimed",
    );
  });
});
