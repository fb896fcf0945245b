import type { Ready, Reset } from "../contract/event.ts";
import { iso } from "../platform/iso.ts";
import { controlFrame, replayFrames } from "./frame.ts";
import { writePosition } from "./position.ts";
import { type ReplayEvent, type Start, judgeReplay } from "./resume.ts";
import type { StreamRequest } from "./stream-request.ts";

/** The first frames of a stream: `ready`, then what was missed, or a reset that says why it cannot be told. */
export function openingFrames(
  stream: StreamRequest,
  asked: Start,
  replay: readonly ReplayEvent[],
  at: { end: number; now: number },
): string[] {
  const { transport, epoch } = stream;
  const position = writePosition(epoch, at.end);
  const reason =
    asked.kind === "replay" ? judgeReplay(replay, { after: asked.after, end: at.end }, at.now) : null;
  const start: Start = reason ? { kind: "reset", reason } : asked;
  const ready: Ready = {
    account_id: stream.account_id,
    position,
    resumed_from: start.kind === "replay" ? stream.resume : null,
    connection_id: stream.connection_id,
    expires_at: iso(stream.expires_at),
    server_time: iso(at.now),
  };
  const frames = [controlFrame(transport, "ready", ready)];
  if (start.kind === "reset") {
    const reset: Reset = { reason: start.reason, position };
    frames.push(controlFrame(transport, "reset", reset, position));
  }
  if (start.kind === "replay") frames.push(...replayFrames(transport, epoch, replay));
  return frames;
}
