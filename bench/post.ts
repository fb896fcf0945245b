import { Agent, request } from "node:http";
import { clock } from "./clock.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

export interface Answered {
  status: number;
  /** The JSON body; null where there was none. */
  body: unknown;
  /** When the request was begun, and when it was answered, by `clock`. */
  began: number;
  ended: number;
}

/** Sends JSON, or gets it without a body. */
export function send(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const own = text
    ? { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(text)) }
    : {};
  return new Promise((resolve, reject) => {
    const began = clock();
    const asked = request(url, { method, agent, headers: { ...own, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const said = Buffer.concat(chunks).toString();
        const json = response.headers["content-type"]?.includes("json") && said !== "";
        resolve({
          status: response.statusCode ?? 0,
          body: json ? JSON.parse(said) : null,
          began,
          ended: clock(),
        });
      });
    });
    asked.on("error", reject);
    asked.end(text);
  });
}

/** The same for what has to succeed. Throws what the server said otherwise. */
export async function sendOk<T>(...args: Parameters<typeof send>): Promise<T> {
  const { status, body } = await send(...args);
  if (status >= 300) throw new Error(`${args[0]} ${args[1]}: ${status} ${JSON.stringify(body)}`);
  return body as T;
}
