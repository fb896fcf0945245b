import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../src/local/project-root.ts";

/** What Baton is measured beside; npm installs it once, outside of the project's own dependencies. */
export const PEERS = { partyserver: "0.5.10", "socket.io": "4.8.4", "better-sse": "0.16.1" };

/** The git-ignored folder that the peers live in. */
export const peerFolder = join(projectRoot, "node_modules/.cache/baton-bench");

/** Installs the peers at their exact versions, unless they are there. */
export function installPeers(): void {
  const missing = Object.entries(PEERS).filter(([name, version]) => installed(name) !== version);
  if (missing.length === 0) return;
  mkdirSync(peerFolder, { recursive: true });
  writeFileSync(join(peerFolder, "package.json"), `{ "name": "baton-bench-peers", "private": true }\n`);
  const wanted = missing.map(([name, version]) => `${name}@${version}`);
  execFileSync("npm", ["install", "--save-exact", "--no-audit", "--no-fund", ...wanted], {
    cwd: peerFolder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function installed(name: string): string | null {
  const manifest = join(peerFolder, "node_modules", name, "package.json");
  if (!existsSync(manifest)) return null;
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
