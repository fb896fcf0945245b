import { describe, expect, it } from "vitest";
import { isNews } from "../../src/ui/is-news.ts";
import { claimed, created, parked } from "./support/queue-event.ts";

const sees = (id: string, teamId: string | null = null) => ({ user: { id, name: "", email: "" }, teamId });

describe("what a sound, a notification or the tab's title is for", () => {
  it("is an escalation by somebody else, and never one's own", () => {
    expect(isNews(created(5), sees("u-priya"))).toBe(true);
    expect(isNews(created(5), sees("u-sam"))).toBe(false);
  });

  it("is also what a tool posted, whatever its name", () => {
    const tool = { kind: "integration" as const, id: "u-priya", name: "Uptime Kuma" };
    expect(isNews(created(5, { actor: tool }), sees("u-priya"))).toBe(true);
  });

  it("is not another team's, what is parked or what somebody did", () => {
    expect(isNews(created(5, { team_id: "t-2" }), sees("u-priya", "t-1"))).toBe(false);
    expect(isNews(parked(5), sees("u-priya"))).toBe(false);
    expect(isNews(claimed(5), sees("u-adam"))).toBe(false);
  });
});
