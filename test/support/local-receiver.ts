import { serveLocally } from "./serve-locally.ts";

/** One post as it came. */
export interface Post {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** What it answers. */
export interface Answer {
  status: number;
  body: string;
}

/** A server on this machine that takes whatever a running Baton in demo mode posts to it. */
export interface LocalReceiver {
  url: (path: string) => string;
  posts: Post[];
  /** What it answers where it is to answer otherwise than by taking it, by path. */
  says: Map<string, Answer>;
  stop: () => void;
}

const TAKES: Answer = { status: 200, body: "ok" };

export async function startLocalReceiver(): Promise<LocalReceiver> {
  const { host, server } = await serveLocally(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    const body = Buffer.concat(chunks).toString();
    receiver.posts.push({ path: request.url ?? "/", headers: Object.fromEntries(headers), body });
    const { status, body: answer } = receiver.says.get(request.url ?? "/") ?? TAKES;
    response.writeHead(status, { "Content-Type": "text/plain" });
    response.end(answer);
  });
  const receiver: LocalReceiver = {
    url: (path) => `http://${host}${path}`,
    posts: [],
    says: new Map(),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}
