import { createServer } from "node:net";
import { portTaken } from "./open-miniflare.ts";
import { StartRefused } from "./start-refused.ts";

/**
 * The port to listen on: the wanted one, or a free one for 0. Asked before anything is built, so that a taken port
 * is told at once: throws StartRefused.
 */
export async function choosePort(host: string, wanted: number): Promise<number> {
  const probe = createServer();
  return await new Promise((resolve, reject) => {
    probe.once("error", (error: NodeJS.ErrnoException) => {
      reject(new StartRefused(refusal(error, host, wanted), { cause: error }));
    });
    probe.listen(wanted, host, () => {
      const address = probe.address();
      const port = address !== null && typeof address === "object" ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE") return portTaken(port);
  if (error.code === "EACCES")
    return `Port ${port} needs rights that this user does not have. Choose one above 1023.`;
  return `Nothing can listen on ${host}:${port} (${error.code ?? error.message}). Check HOST and PORT.`;
}
