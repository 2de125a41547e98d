import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { ensureChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the built pages, for `inject("pages")`. */
    pages: string;
  }
}

/** Before the first browser test of a run: finds or installs Chromium and builds the pages once; afterwards removes them. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  ensureChromium();
  const outDir = await mkdtemp(join(tmpdir(), "antiphon-pages-"));
  const visuals = fileURLToPath(new URL("../../visuals", import.meta.url));
  const { NODE_ENV } = process.env;
  await build({ root: visuals, configFile: `${visuals}/vite.config.ts`, logLevel: "warn", build: { outDir } });
  if (NODE_ENV !== undefined) process.env.NODE_ENV = NODE_ENV;
  project.provide("pages", outDir);
  return () => rm(outDir, { recursive: true, force: true });
};
