/** An event as it is written in an SSE stream. */
export function sse(event: string, data: unknown, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export const readyFrame = {
  account_id: "a-1",
  connection_id: "c-1",
  position: "k1.40",
  resumed_from: "k1.40",
  server_time: "2026-11-20T10:00:00.000Z",
  expires_at: "2026-11-20T10:09:00.000Z",
};
