import { compareFits } from "./lifetimes-fits.js";
import { compareJobs } from "./lifetimes-job.js";
import type { Bench, Outcome } from "./outcome.js";
import { preparePython } from "./venv.js";

/** (c) The job of (a) and the fits of (b) with pandas and lifetimes. */
export async function caseLifetimes(bench: Bench): Promise<Outcome> {
  const python = await preparePython(bench.options.venv, bench.say);
  if ("why" in python) {
    const skipped = [{ what: "(c) pandas and lifetimes", why: python.why }];
    return { json: { skipped: python.why }, tables: [], targets: [], skipped };
  }
  const job = await compareJobs(bench, python.path);
  const fits = await compareFits(bench, python.path);
  return {
    json: { job: job.json, fits: fits.json },
    tables: [...job.tables, ...fits.tables],
    targets: [...job.targets, ...fits.targets],
    skipped: [],
  };
}
