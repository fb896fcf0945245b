import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type WatchedBaton, startWatchedBaton } from "../../bench/watched-baton.ts";
import { buildBaton } from "../../src/local/build-baton.ts";
import { openRaw, seqsIn } from "../support/raw-stream.ts";

const PATIENTLY = { timeout: 30_000, interval: 20 };
const KEEPALIVE_SECONDS = 2;
/** Keepalives of twelve seconds: the runtime lets go of an object ten seconds after its last work. */
const SILENCE = 6;

let baton: WatchedBaton;
beforeAll(async () => {
  await buildBaton({ reuse: true });
  baton = await startWatchedBaton(KEEPALIVE_SECONDS);
});
afterAll(() => baton.stop());

test("the object is out of memory while its streams are silent, and back once with the next event", async () => {
  const token = await baton.signIn("priya");
  const sessions = [await baton.newSession(), await baton.newSession()];
  const sse = await openRaw(baton.url, token, "sse");
  const socket = await openRaw(baton.url, token, "ws");
  // Parked, so that nobody is told by mail and nothing follows.
  const park = async (session = "") => expect((await baton.park(session, "Later.")).status).toBe(201);
  const heard = (events: number) =>
    Promise.all([sse, socket].map((stream) => stream.until((came) => seqsIn(came).length === events)));
  await park(sessions[0]);
  await heard(1);
  await vi.waitUntil(() => baton.constructions.length > 0, PATIENTLY);
  const before = baton.constructions.length;
  expect(await baton.sockets()).toBe(2);

  const keepalives = (came: Buffer) => came.toString().split(": keepalive").length - 1;
  await sse.until((came) => keepalives(came) >= SILENCE);
  expect(baton.constructions).toHaveLength(before);
  await park(sessions[1]);
  await heard(2);
  await vi.waitUntil(() => baton.constructions.length > before, PATIENTLY);
  expect(baton.constructions).toHaveLength(before + 1);
  expect(await baton.sockets()).toBe(2);
  sse.close();
  socket.close();
});
