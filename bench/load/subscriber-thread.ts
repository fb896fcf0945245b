import { parentPort } from "node:worker_threads";
import { SubscriberGroup } from "./subscriber-group.ts";
import type { Answer, Order } from "./wire.ts";

/** The thread that holds all subscribers, apart from whoever publishes. */
const groups = new Map<number, SubscriberGroup>();
const tell = (answer: Answer) => parentPort?.postMessage(answer, []);

parentPort?.on("message", (order: Order) => {
  if (order.kind === "open") {
    groups.set(order.group, new SubscriberGroup(order, tell));
    return;
  }
  const group = groups.get(order.group);
  if (!group) return;
  if (order.kind === "close") {
    groups.delete(order.group);
    void group.close(order.end).then(tell);
  } else if (order.kind === "stall") group.stall();
  else group.resume();
});
