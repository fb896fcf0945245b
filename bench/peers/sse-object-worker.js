import { DurableObject } from "cloudflare:workers";

const encoder = new TextEncoder();

/** An object that holds the bodies of its streams itself: the simple way, which never sleeps. */
export class Holder extends DurableObject {
  #streams = new Set();

  constructor(ctx, env) {
    super(ctx, env);
    console.log("constructed");
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, data TEXT NOT NULL)");
  }

  async fetch(request) {
    if (request.method === "POST") return this.#publish(await request.text());
    let own;
    const leave = () => this.#streams.delete(own);
    const body = new ReadableStream({
      start: (controller) => {
        own = controller;
        this.#streams.add(own);
        controller.enqueue(encoder.encode(": open\n\n"));
      },
      cancel: leave,
    });
    request.signal.addEventListener("abort", leave);
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }

  #publish(text) {
    const { seq } = this.ctx.storage.sql
      .exec("INSERT INTO events (data) VALUES (?) RETURNING seq", text)
      .one();
    const frame = encoder.encode(
      `id: ${seq}\nevent: handoff_created\ndata: {"seq":${seq},${text.slice(1)}\n\n`,
    );
    for (const stream of this.#streams) stream.enqueue(frame);
    return Response.json({ seq }, { status: 201 });
  }
}

export default {
  fetch(request, env) {
    return env.HOLDER.getByName("account").fetch(request);
  },
};
