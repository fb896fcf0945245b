import { join } from "node:path";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";
import { unpackedChromium } from "./unpacked-chromium.ts";

// What suits a single page in a cloud function: one process dies with the first page that is closed, and without
// web security the page would be tested under rules that no user's browser has.
const UNFIT = new Set([
  "--single-process",
  "--no-zygote",
  "--disable-web-security",
  "--allow-running-insecure-content",
]);

const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The package's Chromium runs on Linux x64; elsewhere the machine's own Chrome serves. */
export async function launchChromium(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return await chromium.launch({ channel: "chrome", args: QUIET });
  }
  const folder = await unpackedChromium();
  return await chromium.launch({
    executablePath: join(folder, "chromium"),
    args: [...sparticuz.args.filter((argument) => !UNFIT.has(argument)), ...QUIET],
    env: {
      ...process.env,
      // Its own libraries and fonts: a small machine has none, and pictures are alike everywhere.
      LD_LIBRARY_PATH: join(folder, "al2023/lib"),
      FONTCONFIG_PATH: join(folder, "fonts"),
    },
  });
}
