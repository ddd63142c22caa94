import { defineConfig } from "vitest/config";

/** Suites that need servers, which they start themselves: see test/servers. One file at a time: the servers want both cores. */
export default defineConfig({
  test: {
    include: ["test/servers/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    fileParallelism: false,
    reporters: process.env.CI ? ["default", ["json", { outputFile: "coverage/servers.json" }]] : ["default"],
  },
});
