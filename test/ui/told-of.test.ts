import { describe, expect, it } from "vitest";
import type { Delivery } from "../../src/contract/delivery.ts";
import { toldOf } from "../../src/ui/told-of.ts";

const mail = (fields: Partial<Delivery>): Delivery => ({
  id: "d-1",
  channel: "email",
  kind: "first",
  recipient_id: "u-priya",
  recipient: "priya@northwind.example",
  status: "pending",
  attempts: 0,
  last_error: null,
  provider_message_id: null,
  bundled_into: null,
  created_at: "2026-11-20T10:00:00.000Z",
  sent_at: null,
  delivered_at: null,
  ...fields,
});
const promised = [
  { user_id: "u-priya", name: "Priya Nair", channel: "email" },
  { user_id: "u-adam", name: "Adam Reyes", channel: "email" },
];

const names = new Map([["u-olivia", "Olivia Hart"]]);

describe("whom a receipt names", () => {
  it("is everybody who was promised to be told, before anything is sent", () => {
    expect(toldOf(promised, [], names).map(({ name, latest }) => [name, latest])).toEqual([
      ["Priya Nair", null],
      ["Adam Reyes", null],
    ]);
  });

  it("is each person once on each channel, with the newest word", () => {
    const first = mail({ status: "delivered" });
    const reminder = mail({ id: "d-2", status: "sent", created_at: "2026-11-20T10:05:00.000Z" });
    const told = toldOf(promised, [reminder, first], names);
    expect(told.map(({ name, latest, times }) => [name, latest?.status ?? null, times])).toEqual([
      ["Priya Nair", "sent", 2],
      ["Adam Reyes", null, 1],
    ]);
  });

  it("is whoever was told later as well", () => {
    const widened = mail({
      recipient_id: "u-olivia",
      recipient: "olivia@northwind.example",
      kind: "widened",
    });
    expect(toldOf(promised, [widened], names).map(({ name }) => name)).toEqual([
      "Priya Nair",
      "Adam Reyes",
      "Olivia Hart",
    ]);
  });

  it("is an address where nobody has that name any more", () => {
    expect(toldOf([], [mail({ recipient_id: null })], names)[0]?.name).toBe("priya@northwind.example");
  });
});
