import { expect, it } from "vitest";
import { initials } from "../../src/ui/initials.ts";
import { ticketNote } from "../../src/ui/ticket-note.ts";

type Given = Parameters<typeof ticketNote>[0];

/** Only what a note is made from. */
const given = (handoff: object, steps: object[]): Given =>
  ({
    handoff: {
      engineer_notes: null,
      ai_assessment_data: null,
      read_back: null,
      handed_off_by_name: "Sam Okafor",
      ...handoff,
    },
    session: { problem_summary: "Printer prints hieroglyphs", customer: "Contoso", device: null },
    steps,
  }) as unknown as Given;

it("a note for a ticket says the problem, what was tried, what is likely and who goes on how", () => {
  const steps = [
    { title: "Restarted the spooler", result: "failed", detail: "Same output", evidence_url: null },
    { title: "Swapped the cable", result: "inconclusive", detail: null, evidence_url: null },
  ];
  const assessment = {
    likely_cause: "Wrong driver",
    confidence: "medium",
    suggested_steps: ["Install PCL 6"],
  };
  const handoff = {
    engineer_notes: "Out of ideas",
    ai_assessment_data: assessment,
    read_back: "Driver first",
  };
  expect(ticketNote(given(handoff, steps))).toBe(`Problem:
Printer prints hieroglyphs
Contoso

Notes:
Out of ideas

What has been tried:
- Restarted the spooler: Failed (Same output)
- Swapped the cable: Inconclusive

Likely cause:
Wrong driver (medium confidence)

Suggested next:
- Install PCL 6

Understanding and first move:
Driver first

Handed off by Sam Okafor`);
});

it("a note leaves out what nobody has said", () => {
  expect(ticketNote(given({ handed_off_by_name: null }, []))).toBe(`Problem:
Printer prints hieroglyphs
Contoso

What has been tried:
Nothing recorded yet

Handed off by a tool`);
});

it("a face is the first letters of the first and the last name", () => {
  expect(["Priya Nair", "Vik", "Ana María de la Cruz", "李 小龙", ""].map(initials)).toEqual([
    "PN",
    "V",
    "AC",
    "李小",
    "",
  ]);
});
