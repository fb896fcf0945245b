import { env } from "cloudflare:workers";
import {
  type StreamRequest,
  STREAM_HEADER,
  userTag,
  writeStreamHeader,
} from "../../src/bus/stream-request.ts";
import { newId } from "../../src/platform/new-id.ts";
import { type Desk, busOf } from "./desk.ts";

/** Asks a desk's bus for a stream of its engineer, as the Worker does once it has let somebody in. */
export async function askBus(desk: Desk, said: Partial<StreamRequest> = {}): Promise<Response> {
  const log = await env.DB.prepare("SELECT epoch, last_seq FROM accounts WHERE id = ?")
    .bind(desk.account.id)
    .first<{ epoch: string; last_seq: number }>();
  const tag = userTag(desk.engineer.id);
  const stream: StreamRequest = {
    transport: "ws",
    account_id: desk.account.id,
    epoch: log?.epoch ?? "",
    last_seq: log?.last_seq ?? 0,
    asked_at: Date.now(),
    resume: null,
    connection_id: newId(),
    expires_at: Date.now() + 600_000,
    ends_at: null,
    person: { id: desk.engineer.id, name: desk.engineer.name },
    tags: [tag],
    limits: { tag, per_tag: 8, per_account: 5_000, opens_per_minute: 1_000 },
    ...said,
  };
  const headers = { upgrade: "websocket", [STREAM_HEADER]: writeStreamHeader(stream) };
  return busOf(desk).fetch("https://bus/stream", { headers });
}

/** Lets go of a stream that a test only wanted to be there. */
export function drop(response: Response): void {
  response.webSocket?.accept();
  response.webSocket?.close(1000);
}
