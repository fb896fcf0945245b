import { Server, routePartykitRequest } from "partyserver";

/** A room that inserts an event into its SQLite and broadcasts it; it may hibernate. */
export class Room extends Server {
  static options = { hibernate: true };

  onStart() {
    this.ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, data TEXT NOT NULL)",
    );
  }

  async onRequest(request) {
    const text = await request.text();
    const { seq } = this.ctx.storage.sql
      .exec("INSERT INTO events (data) VALUES (?) RETURNING seq", text)
      .one();
    this.broadcast(`{"event":"handoff_created","data":{"seq":${seq},${text.slice(1)}}`);
    return Response.json({ seq }, { status: 201 });
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    url.pathname = "/parties/room/account";
    const answer = await routePartykitRequest(new Request(url, request), env);
    return answer ?? new Response(null, { status: 404 });
  },
};
