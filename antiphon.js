#!/usr/bin/env node
// The program as it is typed: builds what is missing or older than its sources, then runs it.
// Plain JavaScript, because it must run before anything is built.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));

const newest = (path) => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
};

/** Runs `command` of node_modules unless it has succeeded since the last change to `sources`; `stamp` says when. */
const build = (what, stamp, sources, command, args) => {
  const built = join(root, "dist", stamp);
  const changed = Math.max(...sources.map((source) => newest(join(root, source))));
  if (existsSync(built) && statSync(built).mtimeMs >= changed) return;
  process.stderr.write(`Building ${what} ...\n`);
  const tool = join(root, "node_modules", command);
  if (!existsSync(tool)) {
    process.stderr.write(`Cannot build ${what}: ${command} is not installed. Run "npm ci" in ${root} first.\n`);
    process.exit(1);
  }
  // Standard output belongs to the command that runs afterwards.
  const { status } = spawnSync(process.execPath, [tool, ...args], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    process.stderr.write(`Building ${what} failed; see above.\n`);
    process.exit(1);
  }
  writeFileSync(built, "");
};

const COMMANDS_WITHOUT_PAGES = [
  "ports",
  "takes",
  "doctor",
  "dataset",
  "train",
  "evaluate",
  "import",
  "export",
  "scene",
  "--help",
  "-h",
  "--version",
];

build("the server", "server.built", ["server", "shared"], "typescript/bin/tsc", ["-p", "server"]);
if (!COMMANDS_WITHOUT_PAGES.includes(process.argv[2] ?? "play")) {
  build("the pages", "visuals.built", ["visuals", "shared"], "vite/bin/vite.js", [
    "build",
    "visuals",
    "--logLevel",
    "warn",
  ]);
}
await import("./dist/server/main.js");
