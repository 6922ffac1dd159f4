/** What makes the console installable and keeps it when the network is gone: icons, manifest, worker. */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";
import { icons } from "./icons.ts";

const MANIFEST = "manifest.webmanifest";

const manifest = {
  id: "/",
  name: "mesto",
  short_name: "mesto",
  description: "One place for everything a municipality owns.",
  start_url: "/",
  scope: "/",
  display: "standalone",
  theme_color: "#0b62c4",
  background_color: "#eef1f4",
  icons: [
    { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
};

/** worker: the source of the service worker, which is built to /worker.js and knows every built file. */
export function installable(worker: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: "installable",
    apply: "build",
    configResolved: (resolved) => void (config = resolved),
    generateBundle() {
      const mark = join(config.publicDir, "mark.svg");
      for (const [fileName, source] of Object.entries(icons(mark))) this.emitFile({ type: "asset", fileName, source });
      this.emitFile({ type: "asset", fileName: MANIFEST, source: JSON.stringify(manifest) });
    },
    async closeBundle() {
      const files = filesIn(config.build.outDir);
      await build({
        configFile: false,
        publicDir: false,
        logLevel: "warn",
        define: { FILES: JSON.stringify(files), VERSION: JSON.stringify(versionOf(config.build.outDir, files)) },
        build: {
          outDir: config.build.outDir,
          emptyOutDir: false,
          target: config.build.target,
          lib: { entry: worker, formats: ["iife"], name: "worker", fileName: () => "worker.js" },
        },
      });
    },
  };
}

/** The paths that the worker keeps: all that was built, with the start page as what it is asked for. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll("\\", "/"))
    .map((path) => (path === "/index.html" ? "/" : path))
    .sort();
}

/** A fingerprint of the built files, so that a new build is a new worker. */
function versionOf(folder: string, files: string[]): string {
  const digest = createHash("sha256");
  for (const path of files) digest.update(path).update(readFileSync(join(folder, path === "/" ? "index.html" : path)));
  return digest.digest("hex").slice(0, 12);
}
