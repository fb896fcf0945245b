import { preact } from "@preact/preset-vite";
import { type Plugin, defineConfig } from "vite";

/** uPlot makes a number format for the browser's language when it is loaded, and some browsers name one that is none. */
const plotsInAnyLocale: Plugin = {
  name: "plots-in-any-locale",
  transform(code, id) {
    if (!id.endsWith("/uPlot.esm.js")) return null;
    const ours = code.replace(
      "new Intl.NumberFormat(domEnv ? nav.language : 'en-US')",
      "new Intl.NumberFormat()",
    );
    if (ours === code) throw new Error("uPlot has changed: see whether it still needs this.");
    return { code: ours, map: null };
  },
};

const WORKER = "service-worker";
const here = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  root: here("."),
  plugins: [preact(), plotsInAnyLocale],
  build: {
    outDir: "../../dist/ui",
    emptyOutDir: true,
    target: "baseline-widely-available",
    // Inlined assets would be `data:` URLs, which the Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: here("index.html"), [WORKER]: here("service-worker/service-worker.ts") },
      output: {
        // A service worker answers for the addresses below its own, and browsers look for a newer one there.
        entryFileNames: ({ name }) => (name === WORKER ? `${WORKER}.js` : "assets/[name]-[hash].js"),
      },
    },
  },
});
