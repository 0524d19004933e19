/** Build every surface into the Python package: hashed files, each beside its gzip and brotli. */

import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { weigh } from "./budget.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
const BUILT = join(HERE, "../src/liuke/surfaces/pages/built");
const PACKED = new Set([".js", ".css", ".html", ".svg", ".json", ".webmanifest"]);
/** Where each surface lives on the one port; `/till/…` itself belongs to the till's interface. */
export const BASES = { console: "/console/", till: "/till/app/", member: "/m/" } as const;

type Surface = keyof typeof BASES;

async function make(surface: Surface): Promise<void> {
  await build({
    root: join(HERE, surface),
    base: BASES[surface],
    configFile: false,
    logLevel: "warn",
    plugins: [react()],
    build: {
      outDir: join(BUILT, surface),
      emptyOutDir: true,
      target: "es2022",
      manifest: "manifest.json",
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      modulePreload: { polyfill: false },
    },
  });
  for (const path of files(join(BUILT, surface))) pack(path);
  console.log(weigh(join(BUILT, surface), surface));
}

function* files(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

function pack(path: string): void {
  if (!PACKED.has(extname(path)) || path.endsWith("index.html")) return;
  const content = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  writeFileSync(`${path}.br`, brotliCompressSync(content, options));
}

const wanted = process.argv.slice(2) as Surface[];
if (wanted.length === 0) rmSync(BUILT, { recursive: true, force: true });
for (const surface of wanted.length > 0 ? wanted : (Object.keys(BASES) as Surface[])) {
  await make(surface);
}
