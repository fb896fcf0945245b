import { DatabaseSync } from "node:sqlite";

/** An insert into a table on disk, as durable as a WAL makes it; returns the event's number. */
export function openEvents(path) {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  db.exec("CREATE TABLE events (seq INTEGER PRIMARY KEY, data TEXT NOT NULL)");
  const insert = db.prepare("INSERT INTO events (data) VALUES (?)");
  return (text) => Number(insert.run(text).lastInsertRowid);
}

/** Reads a request's body whole. */
export async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
