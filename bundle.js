/**
 * Makes what users run out of what tsc built: the command line and the program of its threads, with their packages, in a
 * few files. Loading the thousand modules one by one takes a second of every start and of every thread. Packages with
 * native code, and those that few runs load, stay where npm put them.
 */
import { build } from "rolldown";

await build({
  input: { clv: "dist/pipeline/cli.js", worker: "dist/pipeline/workers/worker.js" },
  output: { dir: "dist/bundle", cleanDir: true, chunkFileNames: "[name].js" },
  platform: "node",
  external: [/^@duckdb\/node-bindings/, /^@tensorflow\//, /^pg/, /^@grpc\//, /^protobufjs/],
  logLevel: "warn",
});
