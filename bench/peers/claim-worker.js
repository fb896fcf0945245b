/** A claim with nothing around it: one guarded update. */
export default {
  async fetch(request, env) {
    const [, verb, id] = new URL(request.url).pathname.split("/");
    if (verb === "open") {
      await env.DB.exec(
        "CREATE TABLE IF NOT EXISTS handoffs (id TEXT PRIMARY KEY, status TEXT, claimed_by TEXT)",
      );
      await env.DB.prepare("INSERT INTO handoffs VALUES (?, 'open', NULL)").bind(id).run();
      return new Response(null, { status: 201 });
    }
    if (verb !== "claim") return new Response("ok");
    const { user } = await request.json();
    const { meta } = await env.DB.prepare(
      "UPDATE handoffs SET status = 'claimed', claimed_by = ? WHERE id = ? AND status = 'open'",
    )
      .bind(user, id)
      .run();
    return Response.json({ won: meta.changes === 1 }, { status: meta.changes === 1 ? 200 : 409 });
  },
};
