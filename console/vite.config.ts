import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { guides } from "./tools/guides.ts";
import { installable } from "./tools/installable.ts";

/** Where `npm run dev` finds a running server. */
const SERVER = process.env.MESTO_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [guides(), svelte(), installable(fileURLToPath(new URL("src/offline/worker.ts", import.meta.url)))],
  build: {
    outDir: "../mesto/web/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // a data: URL would need a hole in the content policy
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200, // the map engine, which loads beside the shell
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: SERVER, ws: true } }, fs: { allow: [".."] } }, // docs/ is beside us
});
