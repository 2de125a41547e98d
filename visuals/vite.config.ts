import { defineConfig } from "vite";
import { importMap } from "./import-map.ts";
import { plainControls } from "./plain-controls.ts";

const page = (path: string): string => `${import.meta.dirname}/${path}`;

/**
 * Five pages, one build. Each loads only what it imports: what pages share lands in chunks of its
 * own, so the desk never loads three. The server answers `/stage` with `stage/index.html`, and so on.
 */
export default defineConfig(({ command }) => {
  // Libraries in the form for production, whoever builds: a test's NODE_ENV would choose their slow one.
  if (command === "build") process.env.NODE_ENV = "production";
  return {
    root: import.meta.dirname,
    appType: "mpa",
    plugins: [importMap("/stage/index.html", "/film/index.html"), plainControls()],
    // three in its many small files: as one file, everything that scenes of a show's own may import would be in every page.
    resolve: {
      alias: [
        { find: /^three\/webgpu$/, replacement: "three/src/Three.WebGPU.js" },
        { find: /^three\/tsl$/, replacement: "three/src/Three.TSL.js" },
      ],
    },
    build: {
      outDir: "../dist/visuals",
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      // What Vite aims at by itself, and Safari 16 from its first version on.
      target: ["chrome111", "edge111", "firefox114", "safari16.0"],
      // three's renderer alone is above the default warning; the budget is checked by a test.
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        input: {
          home: page("index.html"),
          stage: page("stage/index.html"),
          desk: page("desk/index.html"),
          take: page("take/index.html"),
          film: page("film/index.html"),
        },
      },
    },
  };
});
