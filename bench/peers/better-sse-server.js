import { createServer } from "node:http";
import { createRequire } from "node:module";
import { bodyOf, openEvents } from "./events-table.js";

const [, , folder, database] = process.argv;
const { createChannel, createSession } = createRequire(folder)("better-sse");
const insert = openEvents(database);
const channel = createChannel();

const server = createServer(async (request, response) => {
  if (request.method === "GET") {
    channel.register(await createSession(request, response));
    return;
  }
  const event = JSON.parse(await bodyOf(request));
  const seq = insert(JSON.stringify(event));
  channel.broadcast({ seq, ...event }, "handoff_created", { eventId: String(seq) });
  response.writeHead(201, { "Content-Type": "application/json" }).end(JSON.stringify({ seq }));
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit(0));
