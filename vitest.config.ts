import { defineConfig } from "vitest/config";

const PAGES = "test/e2e/**/*.test.ts";
const SYSTEM = "test/system/**/*.test.ts";
const HOSTILE = "test/hostile/**/*.test.ts";

/** Where continuous integration wants the counts; the terminal gets the words either way. */
const results = process.env.ANTIPHON_TEST_RESULTS;

export default defineConfig({
  // What scenes of a show's own import.
  resolve: { alias: { "antiphon/scene": new URL("visuals/scene-api/own.ts", import.meta.url).pathname } },
  test: {
    // Patient: a busy machine is slow, not wrong.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    reporters: results === undefined ? ["default"] : ["default", ["json", { outputFile: results }]],
    projects: [
      {
        extends: true,
        test: { name: "rooms", include: ["test/**/*.test.ts"], exclude: [PAGES, SYSTEM, HOSTILE], maxWorkers: "100%" },
      },
      {
        // In a real browser, against built pages: two files at a time, for they wait more than they work, but draw without a graphics card.
        extends: true,
        test: {
          name: "pages",
          include: [PAGES],
          globalSetup: "test/helpers/browser-set-up.ts",
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 240_000,
        },
      },
      {
        // In a network of its own, where a test of the rooms runs it.
        extends: true,
        test: { name: "loopback", include: ["test/**/*.loopback.ts"] },
      },
      {
        // On a real ALSA sequencer, in an emulated machine, which needs all of this one to be in time: `npm run test:system`.
        extends: true,
        test: {
          name: "system",
          include: [SYSTEM],
          globalSetup: "test/system/set-up.ts",
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        // The built program under attack, one at a time, while somebody plays and hears: `npm run test:hostile`.
        extends: true,
        test: {
          name: "hostile",
          include: [HOSTILE],
          globalSetup: "test/helpers/built-program.ts",
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          testTimeout: 600_000,
        },
      },
    ],
  },
});
