import { defineConfig } from "vitest/config";

/**
 * What takes minutes: whole lives of a runs folder with many processes each, random input, many fits. `npm test` leaves them out;
 * `npm run long` and `.ci/run` run them. How long those of random input are is another matter: see test/thorough.ts.
 */
const long = [
  "test/pipeline/cli/champion.test.ts",
  "test/pipeline/cli/control-characters.test.ts",
  "test/pipeline/cli/secrets.test.ts",
  "test/pipeline/forget/forget.test.ts",
  "test/pipeline/forget/words.test.ts",
  "test/pipeline/marts/equity-kinds.test.ts",
  "test/pipeline/marts/equity-runs.test.ts",
  "test/pipeline/stages/ingest/many-lines.test.ts",
  "test/pipeline/stages/ingest/mutated-files.test.ts",
  "test/pipeline/ingested/changed-source.test.ts",
  "test/pipeline/ingested/reading-store.test.ts",
  "test/pipeline/stages/publish/files.test.ts",
  "test/pipeline/stages/publish/history-and-monitoring.test.ts",
  "test/pipeline/stages/publish/warehouse.test.ts",
  "test/pipeline/runner/champion-takes-over.test.ts",
  "test/pipeline/runner/broken-month.test.ts",
  "test/pipeline/runner/frozen-champion.test.ts",
  "test/pipeline/runner/hard-data.test.ts",
  "test/pipeline/runner/incremental.test.ts",
  "test/pipeline/runner/kill.test.ts",
  "test/pipeline/runner/no-amounts.test.ts",
  "test/pipeline/runner/old-runs.test.ts",
  "test/pipeline/runner/own-prices.test.ts",
  "test/pipeline/runner/partitions.test.ts",
  "test/pipeline/runner/resume.test.ts",
  "test/pipeline/runner/retraining.test.ts",
  "test/pipeline/runner/uncertainty.test.ts",
  "test/pipeline/runner/validate.test.ts",
  "test/pipeline/runner/validate-worlds.test.ts",
  "test/pipeline/schedule/schedule.test.ts",
  "test/pipeline/year/year.test.ts",
];

/** Tests without servers. But for the long ones they share a process's modules: loading them for each file took a third of the time. */
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
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: ["test/models/**", "test/servers/**", ...long],
        },
      },
      { extends: true, test: { name: "long", include: long } },
    ],
  },
});
