import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { StreamState } from "../../src/bus/stream-state.ts";
import { type Desk, busOf } from "./desk.ts";
import { recordingDatabase } from "./recording-database.ts";
import { envWith } from "./worker-with.ts";

/** How many streams are open in the object. */
export function openStreams(desk: Desk): Promise<number> {
  return runInDurableObject(
    busOf(desk),
    (_, state) => state.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN).length,
  );
}

/** Rewrites what the sockets of a transport carry with them; it counts from the object's next wake on. */
export function rewriteStates(
  desk: Desk,
  transport: "ws" | "sse",
  change: (state: StreamState) => object | null,
): Promise<void> {
  return runInDurableObject(busOf(desk), (_, state) => {
    for (const socket of state.getWebSockets(transport)) {
      socket.serializeAttachment(change(socket.deserializeAttachment() as StreamState));
    }
  });
}

/** When the object's alarm rings, ms; null when none is set. */
export function alarmOf(desk: Desk): Promise<number | null> {
  return runInDurableObject(busOf(desk), (_, { storage }) => storage.getAlarm());
}

/** Records what a desk's object asks of the database from now on. */
export async function watchBus(desk: Desk): Promise<string[][]> {
  const { binding, trips } = recordingDatabase(env.DB);
  await runInDurableObject(busOf(desk), (instance) => {
    Object.assign(instance, { env: envWith({ DB: binding }) });
  });
  return trips;
}
