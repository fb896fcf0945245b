import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { inflate } from "@sparticuz/chromium";

const ARCHIVES = ["chromium.br", "swiftshader.tar.br", "fonts.tar.br", "al2023.tar.br"];

/**
 * The folder of the Chromium that comes as a package, unpacked once for each version: `chromium`, its `fonts`, and
 * in `al2023/lib` the libraries that a small machine lacks. Throws what the file system throws.
 */
export async function unpackedChromium(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const packageFolder = join(dirname(entry), "..");
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  const cache = join(packageFolder, "../../.cache/baton");
  const folder = join(cache, `chromium-${version}-fonts`);
  if (existsSync(folder)) return folder;

  // Unpacked aside and moved as a whole: another test file, or a run that was cut short, never leaves half of it.
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(`${folder}-`);
  const usual = process.env["TMPDIR"];
  process.env["TMPDIR"] = aside;
  try {
    await Promise.all(ARCHIVES.map((name) => inflate(join(packageFolder, "bin", name))));
  } finally {
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
  }
  // The package's own configuration looks in /tmp/fonts, which is there only in a cloud function; without fonts the
  // browser draws no text, or ends.
  writeFileSync(join(aside, "fonts/fonts.conf"), fontsIn(folder));
  try {
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function fontsIn(folder: string): string {
  const head = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">';
  const cache = join(folder, "fonts-cache");
  return `${head}\n<fontconfig><dir>${join(folder, "fonts")}</dir><cachedir>${cache}</cachedir></fontconfig>\n`;
}
