import type { Translated } from "../contract/tool-event.ts";
import { keyOf, line, link } from "./clean-text.ts";
import { invalid } from "./invalid-post.ts";
import { isObject, numberOf, payloadObject } from "./json-object.ts";
import { factLines, ignored, translated } from "./tool-event.ts";

/** Uptime Kuma's words for a heartbeat's status. */
const [DOWN, UP] = [0, 1];

/** Uptime Kuma's webhook; of its test, which is about no monitor, nothing comes. @throws InvalidPost */
export function translateUptimeKuma(payload: unknown): Translated {
  const { heartbeat, monitor, msg } = payloadObject(payload);
  if ((heartbeat ?? null) === null) return ignored("A test, or a notice that is about no monitor.");
  if (!isObject(heartbeat)) throw invalid("/heartbeat", "must be an object.");
  const about = isObject(monitor) ? monitor : {};
  const id = keyOf(heartbeat["monitorID"] ?? heartbeat["monitor_id"] ?? about["id"]);
  if (id === null) throw invalid("/heartbeat/monitorID", "must say which monitor it is.");
  const status = numberOf(heartbeat["status"]);
  if (![0, 1, 2, 3].includes(status)) throw invalid("/heartbeat/status", "must be 0, 1, 2 or 3.");
  if (status !== DOWN && status !== UP) return ignored("The monitor is pending or in maintenance.");
  const name = line(about["name"]) ?? `Monitor ${id}`;
  const where = line(about["hostname"]) ?? hostOf(about["url"]);
  return translated({
    action: status === DOWN ? "trigger" : "resolve",
    dedup_key: id,
    summary: `${name} is ${status === DOWN ? "down" : "up"}`,
    details: factLines({
      Message: heartbeat["msg"] ?? msg,
      Address: about["url"],
      Host: about["hostname"],
      Kind: about["type"],
      Time: heartbeat["time"],
      Ping: heartbeat["ping"],
    }),
    device: where ?? name,
    source: "Uptime Kuma",
    links: link("Monitored address", about["url"]),
  });
}

function hostOf(url: unknown): string | null {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).hostname || null : null;
}
