import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { alarmOf, rewriteStates } from "../support/bus-sockets.ts";
import { busOf, makeDesk } from "../support/desk.ts";
import { openSocket } from "../support/stream-client.ts";

test("a stream wakes the object when its login ends, and is ended with 4401 then", async () => {
  const desk = await makeDesk();
  const senior = await desk.account.member("admin");
  const ends = Date.now() + 60_000;
  await env.DB.prepare("UPDATE logins SET expires_at = ? WHERE id = ?").bind(ends, senior.login_id).run();
  const [ending, staying] = [await openSocket(senior), await openSocket(desk.engineer)];
  for (const client of [ending, staying]) {
    await client.ready();
    client.send("ping");
    expect((await client.next()).event).toBe("pong");
  }
  expect(await alarmOf(desk)).toBe(ends);

  // The minute passes for that login alone.
  await rewriteStates(desk, "ws", (state) => ({
    ...state,
    ends_at: state.ends_at === ends ? Date.now() - 1 : state.ends_at,
  }));
  await evictDurableObject(busOf(desk));
  expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);

  expect(await ending.ended).toBe(4401);
  await desk.announce();
  expect(await staying.events(1)).toEqual(await desk.log());
  expect(await alarmOf(desk)).toBeGreaterThan(ends);
  staying.close();
});
