import type { Plugin } from "vite";

/** What scenes of a show's own import, and the module of ours behind each. */
const SHARED: Readonly<Record<string, string>> = {
  three: "three/webgpu",
  "three/webgpu": "three/webgpu",
  "three/tsl": "three/tsl",
  "antiphon/scene": "/scene-api/own.ts",
};

const VIRTUAL = "virtual:shared/";
const RESOLVED = "\0virtual:shared/";

/**
 * Lets scenes that are compiled apart import the very modules the page has that shows them: an import map in it says where
 * they are. In a build each is emitted with everything it exports; only a page that loads such a scene loads what of them
 * it does not need itself.
 */
export const importMap = (...pages: readonly string[]): Plugin => {
  let building = false;
  return {
    name: "antiphon-import-map",
    configResolved({ command }) {
      building = command === "build";
    },
    buildStart() {
      if (!building) return;
      for (const id of new Set(Object.values(SHARED)))
        this.emitFile({
          type: "chunk",
          id: VIRTUAL + id,
          name: `shared-${id.replace(/^\/scene-api\/own\.ts$/, "scene").replaceAll("/", "-")}`,
          preserveSignature: "allow-extension",
        });
    },
    resolveId: (id) => (id.startsWith(VIRTUAL) ? RESOLVED + id.slice(VIRTUAL.length) : null),
    load: (id) => (id.startsWith(RESOLVED) ? `export * from ${JSON.stringify(id.slice(RESOLVED.length))};` : null),
    transformIndexHtml: {
      order: "post",
      handler(_html, { path, bundle }) {
        if (!pages.includes(path)) return [];
        const chunks = Object.values(bundle ?? {}).filter((output) => output.type === "chunk");
        const addressOf = (id: string): string =>
          building
            ? `/${chunks.find((chunk) => chunk.facadeModuleId === RESOLVED + id)?.fileName}`
            : `/@id/${VIRTUAL}${id}`;
        const imports = Object.fromEntries(Object.entries(SHARED).map(([name, id]) => [name, addressOf(id)]));
        // Before every module: a map that comes later is not heeded.
        const children = JSON.stringify({ imports });
        return [{ tag: "script", attrs: { type: "importmap" }, children, injectTo: "head-prepend" }];
      },
    },
  };
};
