import { expect, test } from "vitest";
import { hasMarker } from "../../src/psa/note-marker.ts";
import { readTicketReference } from "../../src/psa/ticket-reference.ts";

test.each([
  ["123", { id: "123" }],
  [" 00123 ", { id: "123" }],
  ["#123", { id: "123" }],
  ["# 123", { id: "123" }],
  ["Ticket 123", { id: "123" }],
  ["ticket #123.", { id: "123" }],
  ["Service Ticket No. 123", { id: "123" }],
  ["SR123", { id: "123" }],
  ["Case: 123", { id: "123" }],
  ["１２３", { id: "123" }],
  ["T20240215.0001", { number: "T20240215.0001" }],
  ["Ticket t20240215.0001", { number: "T20240215.0001" }],
  [
    "https://na.myconnectwise.net/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=123",
    { id: "123" },
  ],
  ["https://acme.halopsa.com/ticket?id=123&showmenu=false", { id: "123" }],
  ["https://acme.halopsa.com/tickets/123/", { id: "123" }],
  ["https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc?workspace=False&ticketId=123", { id: "123" }],
  ["", null],
  ["0", null],
  ["-5", null],
  ["12 34", null],
  ["123; DROP TABLE", null],
  ["../../company/companies", null],
  ["1234567890123", null],
  ["the printer one", null],
  ["https://", null],
])("what people type is understood, or said not to be: %s", (typed, meant) => {
  expect(readTicketReference(typed)).toEqual(meant);
});

test("a pasted address is believed only of the PSA's own hosts", () => {
  const isOwn = (host: string) => host === "acme.halopsa.com";
  expect(readTicketReference("https://acme.halopsa.com/ticket?id=7", isOwn)).toEqual({ id: "7" });
  expect(readTicketReference("https://evil.example/ticket?id=7", isOwn)).toBeNull();
});

test("a marker is found as a whole: not in a longer one, also behind one", () => {
  expect(hasMarker("x\nBaton handoff 1a r1", "Baton handoff 1a r1")).toBe(true);
  expect(hasMarker("Baton handoff 1a r12", "Baton handoff 1a r1")).toBe(false);
  expect(hasMarker("Baton handoff 1a r12<br>Baton handoff 1a r1<br>", "Baton handoff 1a r1")).toBe(true);
  expect(hasMarker(null, "Baton handoff 1a r1")).toBe(false);
});
