import { defineConfig } from "vitest/config";

/** Tests without servers. Those of pure functions share a process's modules, since loading them took longer than they do. */
export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    reporters: process.env.CI ? ["default", ["json", { outputFile: "coverage/tests.json" }]] : ["default"],
    projects: [
      { extends: true, test: { name: "models", include: ["test/models/**/*.test.ts"], isolate: false } },
      {
        extends: true,
        test: {
          name: "pipeline",
          include: ["test/**/*.test.ts"],
          exclude: ["test/models/**", "test/servers/**"],
        },
      },
    ],
  },
});
