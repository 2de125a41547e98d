import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { build, type Plugin } from "vite";
import { reasonOf } from "../../../shared/events/report.ts";
import { checkFonts } from "./font-check.ts";
import { guardLoops } from "./loop-guard.ts";
import { SceneFault } from "./scene-fault.ts";

/** A scene as the pages can load it. */
export interface CompiledModule {
  readonly code: string;
  /** JSON. */
  readonly map: string;
  /** Every file it was made of. */
  readonly files: readonly string[];
}

/** What the stage page has already, and every scene shares with it: see the import map of visuals/stage. */
const SHARED = ["antiphon/scene", "three", "three/webgpu", "three/tsl"];

/**
 * Makes one module of a scene's files, TypeScript or JavaScript, with a source map. `project` is the
 * installed program's folder. Rejects with a SceneFault that names the place.
 */
export const compileModule = async (entry: string, project: string): Promise<CompiledModule> => {
  const root = resolve(entry, "..");
  let refusal: SceneFault | null = null;
  const refuse = (fault: SceneFault): void => {
    refusal ??= fault;
  };
  try {
    const built = await build({
      root,
      configFile: false,
      envFile: false,
      publicDir: false,
      logLevel: "silent",
      plugins: [refuseNode(refuse), checkFonts(refuse, lineOf), guardLoops()],
      // three's own add-ons import three by these names, so they too share the page's.
      resolve: { alias: [{ find: /^three\/addons\//, replacement: `${project}/node_modules/three/examples/jsm/` }] },
      build: {
        write: false,
        minify: false,
        sourcemap: true,
        target: "es2022",
        reportCompressedSize: false,
        lib: { entry, formats: ["es"], fileName: () => "index.js" },
        rolldownOptions: {
          external: SHARED,
          output: { codeSplitting: false },
          experimental: { nativeMagicString: true },
        },
      },
    });
    const outputs = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
    const chunk = outputs.find((one) => one.type === "chunk");
    if (chunk === undefined || chunk.map === null) throw new Error("nothing came out of it");
    return { code: chunk.code, map: chunk.map.toString(), files: chunk.moduleIds.filter(isFile) };
  } catch (error) {
    throw refusal ?? faultOf(error, entry);
  }
};

/** A scene runs in a browser: what only Node has would be an empty module there, and fail when it is used. */
const refuseNode = (refused: (fault: SceneFault) => void): Plugin => ({
  name: "antiphon-no-node",
  enforce: "pre",
  resolveId(id, importer) {
    const ours = importer !== undefined && !importer.includes("/node_modules/");
    if (!id.startsWith("node:") && !(ours && isBuiltin(id))) return null;
    const file = importer === undefined ? null : resolve(importer);
    const line = file === null ? null : lineOf(id, file);
    const fault = new SceneFault(`"${id}" is a module of Node, and a scene runs in a browser`, file, line);
    refused(fault);
    throw fault;
  },
});

const isFile = (id: string): boolean => !id.startsWith("\0");

/** Where the bundler draws the place: `[ ../rain/index.ts:12:7 ]`. */
const DRAWN_PLACE = /\[ (.+):(\d+):(\d+) \]/;
/** Its two ways to say that an import leads nowhere: for a file, and for a package. */
const NOWHERE = [/Could not resolve '([^']+)' in (\S+)/, /failed to resolve import "([^"]+)" from "([^"]+)"/];

const faultOf = (error: unknown, entry: string): SceneFault => {
  const { errors } = error as { readonly errors?: readonly unknown[] };
  const text = stripVTControlCharacters(reasonOf(Array.isArray(errors) ? errors[0] : error));
  for (const pattern of NOWHERE) {
    const [, imported, from] = pattern.exec(text) ?? [];
    if (imported === undefined || from === undefined) continue;
    // The bundler counts lines after types are taken out.
    const file = resolve(from);
    return new SceneFault(`there is no "${imported}" to import`, file, lineOf(imported, file));
  }
  const [first = text] = text.split("\n");
  const message = first.replace(/^\[[^\]]*\]\s*/, "");
  const [, file, line] = DRAWN_PLACE.exec(text) ?? [];
  if (file === undefined) return new SceneFault(message, entry, null);
  return new SceneFault(message, resolve(file), Number(line));
};

/** The first line of a file that has `word` in quotes. */
const lineOf = (word: string, file: string): number | null => {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    const at = lines.findIndex((line) => line.includes(`"${word}"`) || line.includes(`'${word}'`));
    return at < 0 ? null : at + 1;
  } catch {
    return null;
  }
};
