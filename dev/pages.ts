import { posix } from "node:path";
import type { EnvironmentModuleNode, Plugin } from "vite";

const SCENE = /\/visuals\/scenes\/[^/]+\/index\.ts$/;

/** The scene's new version is handed to the stage, which builds it out of sight and lets it take over. */
const HAND_OVER = `
import.meta.hot.accept((edited) => edited && dispatchEvent(new CustomEvent("antiphon:scene", { detail: edited.scene })));
`;

/** The pages as the server would serve them, except that what was edited is seen at once. */
export const pages = (): Plugin => ({
  name: "antiphon-pages",
  config: () => ({
    // A library that is first met while a page runs would have all pages loaded anew.
    optimizeDeps: {
      entries: ["**/*.ts", "!vite.config.ts", "!import-map.ts", "!plain-controls.ts", "!scene-api/template.ts"],
    },
    // As the server has it: isolated from other origins, a page gets a finer clock.
    server: {
      headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
    },
  }),
  configureServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      const page = /^\/(stage|desk)(\?|$)/.exec(request.url ?? "");
      if (page === null) return next();
      // Their files are named relative to their folder.
      response.writeHead(302, { Location: request.url!.replace(page[1]!, `${page[1]}/`) }).end();
    });
  },
  transform: (code, id) => (SCENE.test(id) ? code + HAND_OVER : null),
  /** Vite would load every open page anew, whatever was edited: the desk's buttons would cost the stage its picture. */
  hotUpdate({ modules }) {
    const isTaken = ({ isSelfAccepting }: EnvironmentModuleNode): boolean => isSelfAccepting === true;
    if (this.environment.name !== "client" || entriesOf(modules, isTaken).length === 0) return;
    for (const entry of entriesOf(modules, () => false))
      this.environment.hot.send({ type: "full-reload", path: posix.join(posix.dirname(entry.url), "index.html") });
    return [];
  },
});

/** The pages' own modules, at the top of what imports these; what `isTaken` itself is not looked behind. */
const entriesOf = (
  modules: readonly EnvironmentModuleNode[],
  isTaken: (module: EnvironmentModuleNode) => boolean,
): readonly EnvironmentModuleNode[] => {
  const reached = new Set(modules);
  for (const module of reached) if (!isTaken(module)) for (const importer of module.importers) reached.add(importer);
  return [...reached].filter(({ importers, url }) => importers.size === 0 && url.endsWith("/main.ts"));
};
