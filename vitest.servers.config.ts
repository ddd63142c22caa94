import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/servers/longest-first.js";

/**
 * Suites that need servers. PostgreSQL and Spark are started once for all of them (test/servers/global-setup.ts); two suites run at a
 * time, since most of them wait for a server, or for Airflow, as often as they compute.
 */
export default defineConfig({
  test: {
    globalSetup: "test/servers/global-setup.ts",
    include: ["test/servers/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: process.env.CI ? ["default", ["json", { outputFile: "coverage/servers.json" }]] : ["default"],
  },
});
