import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openStreams } from "../support/bus-sockets.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { openSocket, streamRequest } from "../support/stream-client.ts";
import { until } from "../support/until.ts";

const OVERFLOW = "event: overflow\ndata: {}\n\n";

/** A desk with an SSE stream that nobody reads, and a colleague who looks at cards. */
async function withUnread() {
  const desk = await makeDesk();
  const unread = await exports.default.fetch(streamRequest(desk.engineer, { accept: "text/event-stream" }));
  const colleague = await desk.account.member("admin", "Ж".repeat(50));
  const looking = await openSocket(colleague);
  const { connection_id } = await looking.ready();
  const look = (at: string) => busOf(desk).view(connection_id, colleague.id, at);
  return { desk, unread, looking, look };
}

/** Only the colleague's stream is left. */
const isEnded = (desk: Desk) => until(async () => (await openStreams(desk)) === 1);

test("presence waits for an SSE reader within the same bound as events; past it the stream ends", async () => {
  const { desk, unread, looking, look } = await withUnread();
  for (let card = 0; card < 100; card++) await look(`card-${card}`);
  await isEnded(desk);
  const text = await unread.text();
  expect(text.split("event: presence").length - 1).toBe(64);
  expect(text.endsWith(OVERFLOW)).toBe(true);
  looking.close();
});

test("a backlog waits for an SSE reader within the same bound as events; past it the stream ends", async () => {
  const { desk, unread, looking } = await withUnread();
  const [epoch = ""] = (await desk.position(0)).split(".");
  for (const last_seq of [100, 200, 300, 400]) {
    await desk.record(100, { text: "x".repeat(1_200) });
    await busOf(desk).poke({ account_id: desk.account.id, epoch, last_seq, events: [] });
    await looking.events(100);
  }
  await isEnded(desk);
  const text = await unread.text();
  expect(text.match(/^id: /gm)).toHaveLength(200);
  expect(text.endsWith(OVERFLOW)).toBe(true);
  looking.close();
});
