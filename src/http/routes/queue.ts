import { z } from "zod";
import { whoIsLooking } from "../../bus/who-is-looking.ts";
import { HandoffQuery, QueueQuery, QueueRow } from "../../contract/handoff.ts";
import { pageOf } from "../../contract/list.ts";
import { listQueue } from "../../domain/handoffs/list-queue.ts";
import { listAnswer, pageRequest, plainArray } from "../list-answer.ts";
import { type Given, operation } from "../operation.ts";

const tag = "Queue";
const AnyQuery = z.union([QueueQuery, HandoffQuery]);

export const queueRoutes = [
  operation({
    id: "getQueue",
    method: "get",
    path: "/ai-sessions/queue",
    summary: "Unclaimed handoffs, newest first; open the stream from X-Stream-Position and nothing is missed",
    tag,
    right: "read",
    query: QueueQuery,
    status: 200,
    answer: z.array(QueueRow),
    run: async (given) => {
      tellPosition(given);
      return plainArray(given.c, await readQueue(given));
    },
  }),
  operation({
    id: "listHandoffs",
    method: "get",
    path: "/handoffs",
    summary: "Handoffs by scope and filter",
    tag,
    right: "read",
    query: HandoffQuery,
    status: 200,
    answer: pageOf(QueueRow, "HandoffPage"),
    run: async (given) => {
      tellPosition(given);
      return listAnswer(await readQueue(given));
    },
  }),
];

/** The rows, with who is looking at each right now. */
async function readQueue({ c, caller, ctx, query }: Given<unknown, z.infer<typeof AnyQuery>, unknown>) {
  const looking = whoIsLooking(c.env, caller.account);
  const page = await listQueue(ctx, query, pageRequest(query));
  const viewers = await looking;
  return {
    ...page,
    items: page.items.map((row) => ({ ...row, viewers: viewers.get(row.handoff_id) ?? [] })),
  };
}

/** The log's end as authentication read it, which is before the rows are read. */
function tellPosition({ c, caller }: Pick<Given<unknown, unknown, unknown>, "c" | "caller">): void {
  c.header("X-Stream-Position", `${caller.account.epoch}.${caller.account.last_seq}`);
}
