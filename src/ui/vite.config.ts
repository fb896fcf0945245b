import { preact } from "@preact/preset-vite";
import { defineConfig } from "vite";

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  plugins: [preact()],
  build: {
    outDir: "../../dist/ui",
    emptyOutDir: true,
    target: "baseline-widely-available",
    // Inlined assets would be `data:` URLs, which the Content-Security-Policy refuses.
    assetsInlineLimit: 0,
  },
});
