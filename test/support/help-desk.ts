import type { Handoff, NewHandoff } from "../../src/contract/handoff.ts";
import type { NewSession, Session } from "../../src/contract/session.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { handOffSession } from "../../src/domain/handoffs/hand-off-session.ts";
import type { HandoffKey } from "../../src/domain/handoffs/handoff-row.ts";
import { createSession } from "../../src/domain/sessions/create-session.ts";
import { NOON, type TestAccount, type TestMember, makeAccount } from "./factories.ts";

/** An account with one person of each role: Olivia owns it, Adam administers it, Priya and Sam are engineers, Vik reads. */
export interface HelpDesk {
  account: TestAccount;
  olivia: TestMember;
  adam: TestMember;
  priya: TestMember;
  sam: TestMember;
  vik: TestMember;
}

export const MINUTE = 60_000;

/** What most sessions of these tests are about. */
export const PRINTER: NewSession = {
  problem_summary: "Printer offline",
  problem_domain: "printing",
  customer: "Contoso",
  device: "PRN-7",
};

export async function makeHelpDesk(): Promise<HelpDesk> {
  const account = await makeAccount();
  const [olivia, adam, priya, sam, vik] = await Promise.all([
    account.member("owner", "Olivia"),
    account.member("admin", "Adam"),
    account.member("engineer", "Priya"),
    account.member("engineer", "Sam"),
    account.member("viewer", "Vik"),
  ]);
  return { account, olivia, adam, priya, sam, vik };
}

/** Sam works on a session about the printer. */
export function openSession({ account, sam }: HelpDesk, input: NewSession = PRINTER): Promise<Session> {
  return createSession(account.as(sam), input);
}

export interface HandedOffSession {
  session: Session;
  handoff: Handoff;
  key: HandoffKey;
}

/** Sam hands a session of his off: an escalation unless told otherwise, one minute after opening it. */
export async function handOff(
  desk: HelpDesk,
  input: Partial<NewHandoff> = {},
  about: NewSession = PRINTER,
): Promise<HandedOffSession> {
  const session = await openSession(desk, about);
  const given: NewHandoff = { intent: "escalate", priority: "normal", ...input };
  const ctx = desk.account.as(desk.sam, NOON + MINUTE);
  const { will_notify: _, ...handoff } = await handOffSession(ctx, session.id, given);
  return { session, handoff, key: { session_id: session.id, handoff_id: handoff.id } };
}

/** Priya picks up what Sam handed off, two minutes after it began. */
export async function pickedUp(desk: HelpDesk, input: Partial<NewHandoff> = {}): Promise<HandedOffSession> {
  const handed = await handOff(desk, input);
  const handoff = await claimHandoff(desk.account.as(desk.priya, NOON + 2 * MINUTE), handed.key, {});
  return { ...handed, handoff };
}
