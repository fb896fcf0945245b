import type { Handoff, NewHandoff } from "../../src/contract/handoff.ts";
import { type MailRoom, makeMailRoom } from "./mail-room.ts";
import type { TestMember } from "./factories.ts";

/** An escalation of Priya's that Sam and Tom were mailed about today, each with a button. */
export interface Mailed {
  room: MailRoom;
  handoff: Handoff;
  sam: TestMember;
  tom: TestMember;
  /** The path that the button in a person's newest mail leads to. */
  buttonOf(who: TestMember): string;
  key: { session_id: string; handoff_id: string };
}

export async function mailed(given: Partial<NewHandoff> = {}): Promise<Mailed> {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const [sam, tom] = room.team;
  if (!sam || !tom) throw new Error("The mail room has no team.");
  // Buttons are pressed by the Worker's own clock.
  room.clock.now = Date.now();
  const { handoff } = await room.escalate({ handoff: given });
  await room.deliver(handoff.id);
  return {
    room,
    handoff,
    sam,
    tom,
    key: { session_id: handoff.session_id, handoff_id: handoff.id },
    buttonOf(who) {
      const mail = room.postmark.arrived.findLast(({ To }) => To === who.email);
      const url = /Pick up: https:\/\/baton\.example(\/pick-up\/\S+)/.exec(mail?.TextBody ?? "")?.[1];
      if (!url) throw new Error(`${who.name} has no mail with a button.`);
      return url;
    },
  };
}
