import worker, { AccountBus as Bus } from "./worker.js";

export * from "./worker.js";

/** Baton's own object, which says when it comes into memory, and tells how many sockets it has. */
export class AccountBus extends Bus {
  constructor(ctx, env) {
    super(ctx, env);
    console.log("constructed");
  }

  countSockets() {
    return this.ctx.getWebSockets().filter((socket) => socket.readyState === WebSocket.OPEN).length;
  }
}

export default {
  ...worker,
  async fetch(request, env, ctx) {
    const account = new URL(request.url).searchParams.get("bench-sockets-of");
    if (!account) return worker.fetch(request, env, ctx);
    const bus = env.ACCOUNT_BUS.get(env.ACCOUNT_BUS.idFromName(account));
    return Response.json(await bus.countSockets());
  },
};
