import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { z } from "zod";
import { LoggedEvent } from "../../contract/event.ts";
import { declareEvents, type JsonSchema } from "./declare-events.ts";

const client = resolve(import.meta.dirname, "..");
const project = resolve(client, "../..");

/** Writes the package as it is published: one module, declarations that need nothing else, and its papers. */
export async function buildPackage(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: "warn",
    root: client,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      lib: { entry: "open-stream.ts", formats: ["es"], fileName: "open-stream" },
    },
  });
  declare(folder);
  copyFileSync(join(client, "package.json"), join(folder, "package.json"));
  copyFileSync(join(client, "README.md"), join(folder, "README.md"));
  copyFileSync(join(project, "LICENSE"), join(folder, "LICENSE"));
}

/** Writes the declarations that can be reached from the entry; those of the events come from the contract's schemas. */
function declare(folder: string): void {
  const emitted = mkdtempSync(join(tmpdir(), "baton-stream-"));
  try {
    const compiler = join(project, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [compiler, "-p", client, "--outDir", emitted], { stdio: "inherit" });
    const written = new Set<string>();
    const write = (name: string) => {
      if (written.has(name)) return;
      written.add(name);
      const text =
        name === "event" ? events() : readFileSync(join(emitted, "client", `${name}.d.ts`), "utf8");
      const published = text.replace(/"\.(?:\/|\.\/contract\/)([\w-]+)\.ts"/g, '"./$1.js"');
      writeFileSync(join(folder, `${name}.d.ts`), published);
      for (const [, next] of published.matchAll(/"\.\/([\w-]+)\.js"/g)) write(next ?? "");
    };
    write("open-stream");
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

function events(): string {
  const contractFile = readFileSync(join(project, "src/contract/event.ts"), "utf8");
  return declareEvents(z.toJSONSchema(LoggedEvent) as JsonSchema, contractFile);
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? join(project, "dist/client"));
  mkdirSync(folder, { recursive: true });
  await buildPackage(folder);
}
