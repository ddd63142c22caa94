/** Top to bottom, as CONTRIBUTING.md has them: a folder, or a file beside them, may use only what stands below it. */
export const floors: readonly (readonly string[])[] = [
  ["cli.ts", "index.ts"],
  ["commands"],
  ["runner", "terminal", "forget"],
  ["stages"],
  ["ingested", "inspect"],
  ["quality"],
  ["monitoring", "registry", "sinks", "sources"],
  ["marts"],
  ["artifacts", "config", "spend", "workers", "load-sql", "simulate"],
  ["runs"],
  ["engines"],
  ["files", "time"],
  ["sql", "text", "stage.ts", "errors.ts", "version.ts", "data"],
  ["models"],
];
