import type { Ready, Reset } from "../contract/event.ts";
import { iso } from "../platform/iso.ts";
import { controlFrame, replayFrames } from "./frame.ts";
import { writePosition } from "./position.ts";
import { type ReplayEvent, type Start, judgeReplay } from "./resume.ts";
import type { Replayed } from "./shared-replays.ts";
import type { StreamRequest } from "./stream-request.ts";

/** What a resuming stream is told of the events after its position, all of them or none. */
export function replayed(
  { transport, epoch }: Pick<StreamRequest, "transport" | "epoch">,
  events: readonly ReplayEvent[],
  range: { after: number; end: number },
  now: number,
): Replayed {
  const reason = judgeReplay(events, range, now);
  return { reason, frames: reason ? [] : replayFrames(transport, epoch, events) };
}

/** The first frames of a stream: `ready`, then what was missed, or a reset that says why it cannot be told. */
export function openingFrames(
  stream: StreamRequest,
  start: Start | Replayed,
  at: { end: number; now: number },
): string[] {
  const { transport, epoch } = stream;
  const position = writePosition(epoch, at.end);
  const frames = "frames" in start ? start.frames : [];
  const reason = "reason" in start ? start.reason : null;
  const ready: Ready = {
    account_id: stream.account_id,
    position,
    resumed_from: "frames" in start && !reason ? stream.resume : null,
    connection_id: stream.connection_id,
    expires_at: iso(stream.expires_at),
    server_time: iso(at.now),
  };
  const opening = controlFrame(transport, "ready", ready);
  if (!reason) return [opening, ...frames];
  const reset: Reset = { reason, position };
  return [opening, controlFrame(transport, "reset", reset, position)];
}
