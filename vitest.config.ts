import { defineConfig } from "vitest/config";

const PAGES = "test/e2e/**/*.test.ts";

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ["default"],
    projects: [
      { extends: true, test: { name: "rooms", include: ["test/**/*.test.ts"], exclude: [PAGES] } },
      {
        // In a real browser, against built pages; one file at a time, for they watch frames and moments.
        extends: true,
        test: {
          name: "pages",
          include: [PAGES],
          globalSetup: "test/helpers/browser-set-up.ts",
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
