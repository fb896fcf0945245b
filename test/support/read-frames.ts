/** The frames of a stream that has ended, as `[event, data]`. */
export function framesIn(text: string): [string, unknown][] {
  const frames = text.split("\n\n").filter((frame) => frame !== "");
  return frames.map((frame) => {
    const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? [];
    return [event, JSON.parse(data) as unknown];
  });
}

/** The whole text of the deltas among them. */
export function textIn(frames: readonly [string, unknown][]): string {
  const deltas = frames.filter(([event]) => event === "delta");
  return deltas.map(([, data]) => (data as { text: string }).text).join("");
}
