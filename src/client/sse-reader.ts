export interface SseMessage {
  event: string;
  /** The message's own id; null where it has none. */
  id: string | null;
  data: string;
}

export interface SseHandlers {
  onMessage(message: SseMessage): void;
  /** How long the server asks to wait before coming back, in milliseconds. */
  onRetry(ms: number): void;
}

/** Reads server-sent events (WHATWG HTML §9.2.6) from bytes, wherever the network cut them. */
export function createSseReader(handlers: SseHandlers): { feed(bytes: Uint8Array): void } {
  // It also drops a byte order mark and keeps half a character until the rest has come.
  const decoder = new TextDecoder();
  let unfinished = "";
  let endedInReturn = false;
  let event = "";
  let id: string | null = null;
  let data: string[] = [];

  const dispatch = () => {
    if (data.length > 0) handlers.onMessage({ event: event || "message", id, data: data.join("\n") });
    event = "";
    id = null;
    data = [];
  };
  const takeLine = (line: string) => {
    if (line === "") return dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
    else if (field === "retry" && /^\d+$/.test(value)) handlers.onRetry(Number(value));
    return undefined;
  };

  return {
    feed(bytes) {
      const decoded = decoder.decode(bytes, { stream: true });
      if (decoded === "") return;
      // The second half of a CRLF that was cut in two is no line of its own.
      const text = endedInReturn && decoded.startsWith("\n") ? decoded.slice(1) : decoded;
      endedInReturn = text.endsWith("\r");
      const lines = (unfinished + text).split(/\r\n|\r|\n/);
      unfinished = lines.pop() ?? "";
      for (const line of lines) takeLine(line);
    },
  };
}
