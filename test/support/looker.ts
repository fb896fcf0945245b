import { expect } from "vitest";
import { json } from "./call.ts";
import type { Desk } from "./desk.ts";
import type { TestMember } from "./factories.ts";
import { type Open, type StreamClient, openSocket } from "./stream-client.ts";

export const PRESENCE = "/api/v1/ai-sessions/escalations/presence";

/** Somebody with a stream who can say what they look at. */
export interface Looker {
  who: { id: string; name: string };
  client: StreamClient;
  look(viewing: string | null): Promise<void>;
}

export async function looker(
  member: TestMember,
  open: Open = openSocket,
  token = member.token,
): Promise<Looker> {
  const client = await open({ token });
  const { connection_id } = await client.ready();
  const look = async (viewing: string | null) => {
    await json<null>(204, "POST", PRESENCE, { token, body: { connection_id, viewing } });
  };
  return { who: { id: member.id, name: member.name }, client, look };
}

/** Proves that nothing else came before the next event. */
export async function expectNothingCame(desk: Desk, ...clients: StreamClient[]): Promise<void> {
  const log = await desk.log();
  await desk.announce();
  for (const client of clients) expect(await client.events(1)).toEqual(await desk.log(log.length));
}

/** Whom the queue shows on a card. */
export const viewersOf = async (desk: Desk, handoffId: string) => {
  const rows = await json<{ handoff_id: string; viewers: object[] }[]>(
    200,
    "GET",
    "/api/v1/ai-sessions/queue",
    { token: desk.engineer.token },
  );
  return rows.find(({ handoff_id }) => handoff_id === handoffId)?.viewers;
};
