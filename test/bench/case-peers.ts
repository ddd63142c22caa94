import { fitCustomers } from "./case-fit.js";
import type { Bench, Outcome } from "./outcome.js";
import { comparePeerFits } from "./peers-fits.js";
import { comparePeerPredictions } from "./peers-predict.js";
import { comparePymc } from "./peers-pymc.js";
import { preparePython } from "./venv.js";

/** (h) Fits and predictions of lifetimes, fits and posterior of PyMC-Marketing, of the customers of (b). */
export async function casePeers(bench: Bench): Promise<Outcome> {
  await fitCustomers(bench, 1_000_000); // leaves the columns that all of them read
  const parts: Record<string, Outcome> = {};
  const python = await preparePython(bench.options.venv, bench.say);
  if ("path" in python) {
    parts.fits = await comparePeerFits(bench, python.path);
    parts.predictions = await comparePeerPredictions(bench, python.path);
  }
  parts.pymc = await comparePymc(bench);
  const all = Object.values(parts);
  return {
    json: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.json])),
    tables: all.flatMap((part) => part.tables),
    targets: all.flatMap((part) => part.targets),
    skipped: [
      ...("why" in python ? [{ what: "(h) lifetimes", why: python.why }] : []),
      ...all.flatMap((part) => part.skipped),
    ],
  };
}
