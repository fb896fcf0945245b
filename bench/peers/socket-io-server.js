import { createServer } from "node:http";
import { createRequire } from "node:module";
import { bodyOf, openEvents } from "./events-table.js";

const [, , folder, database] = process.argv;
const { Server } = createRequire(folder)("socket.io");
const insert = openEvents(database);

const server = createServer(async (request, response) => {
  const event = JSON.parse(await bodyOf(request));
  const seq = insert(JSON.stringify(event));
  io.emit("handoff_created", { seq, ...event });
  response.writeHead(201, { "Content-Type": "application/json" }).end(JSON.stringify({ seq }));
});
const io = new Server(server, { serveClient: false });
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit(0));
