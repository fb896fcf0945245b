import { beforeEach, expect, test } from "vitest";
import { newId } from "../../src/platform/new-id.ts";
import { call, problemOf } from "../support/call.ts";
import { type Desk, makeDesk } from "../support/desk.ts";
import { PRESENCE, expectNothingCame, looker, viewersOf } from "../support/looker.ts";
import { openSocket } from "../support/stream-client.ts";

let desk: Desk;
let first: string;
beforeEach(async () => {
  desk = await makeDesk();
  first = (await desk.announce()).handoff.id;
});

test("nobody can look on another person's stream, nor on one that is not open", async () => {
  const priya = await looker(desk.engineer);
  const adam = await desk.account.member("admin", "Adam");
  const theirs = await openSocket(desk.engineer);
  const { connection_id } = await theirs.ready();
  const { key } = await desk.account.apiKey(["read"]);
  const says = (token: string, connection: string) =>
    call("POST", PRESENCE, { token, body: { connection_id: connection, viewing: first } });
  expect((await says(adam.token, connection_id)).status).toBe(204);
  expect((await says(adam.token, newId())).status).toBe(204);
  expect((await says(key, connection_id)).ok).toBe(false);
  expect(await viewersOf(desk, first)).toEqual([]);
  await expectNothingCame(desk, priya.client, theirs);
  theirs.close();
  priya.client.close();
});

test("another account's card is unknown, and another account sees nobody", async () => {
  const foreign = await makeDesk();
  const stranger = await openSocket(foreign.engineer);
  const { connection_id } = await stranger.ready();
  const body = { connection_id, viewing: first };
  const given = { token: foreign.engineer.token, body };
  expect(await problemOf("POST", PRESENCE, given)).toMatchObject({
    status: 422,
    code: "validation_failed",
    errors: [{ pointer: "/viewing" }],
  });
  const priya = await looker(desk.engineer);
  await priya.look(first);
  expect(await viewersOf(desk, first)).toEqual([priya.who]);
  await foreign.announce();
  expect(await stranger.events(1)).toEqual(await foreign.log());
  priya.client.close();
  stranger.close();
});
