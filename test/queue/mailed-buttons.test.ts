import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { DELIVERY_KINDS } from "../../src/contract/delivery.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { makeMailRoom } from "../support/mail-room.ts";

const BUTTON = /\n\nPick up: https:\/\/baton\.example\/pick-up\/[\w-]+\.[\w-]{43}\n\n-- /;

test.each(DELIVERY_KINDS)(
  "a mail of the kind %s has the button if it asks for help with one handoff",
  async (kind) => {
    const room = await makeMailRoom();
    const { handoff } = await room.escalate();
    await room.desk.account.db.all(
      sql`UPDATE deliveries SET kind = ${kind} WHERE handoff_id = ${handoff.id}`,
    );
    await room.deliver(handoff.id);
    const asks = ["first", "reminder", "widened", "fallback"].includes(kind);
    for (const { TextBody } of room.postmark.arrived) expect(BUTTON.test(TextBody)).toBe(asks);
  },
);

test("the way to the queue stays in the text, and the button leads its HTML part", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  const [mail] = room.postmark.arrived;
  expect(mail?.TextBody).toContain(
    "\n\nOpen the queue: https://baton.example/escalations\n\nPick up: https://",
  );
  const links = [...(mail?.HtmlBody ?? "").matchAll(/<a[^>]* href="([^"]+)"|<a href="([^"]+)"/g)];
  expect(links.map((link) => link[1] ?? link[2])).toEqual([
    /Pick up: (\S+)/.exec(mail?.TextBody ?? "")?.[1],
    "https://baton.example/escalations",
  ]);
});

test("what somebody holds is offered to nobody", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  const key = { session_id: handoff.session_id, handoff_id: handoff.id };
  const [sam] = room.team;
  if (!sam) throw new Error("The mail room has no team.");
  await claimHandoff(room.desk.account.as(sam, room.clock.now), key, {});
  await room.desk.account.db
    .all(sql`UPDATE deliveries SET kind = 'reminder', status = 'pending', next_attempt_at = 1
    WHERE handoff_id = ${handoff.id}`);
  await room.deliver(handoff.id);
  // Only the holder is still written to: the reminder of their lease.
  expect(room.postmark.arrived.map(({ To }) => To)).toEqual([sam.email]);
  for (const { TextBody } of room.postmark.arrived) expect(TextBody).not.toContain("/pick-up/");
});
