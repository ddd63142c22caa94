/**
 * Whether intervals cover the truth at their nominal rate: data are simulated from known parameters and fitted, again and again,
 * and the 95 % intervals of each parameter (Wald, on its logarithm) that hold the truth are counted.
 * usage: node dist/test/bench/coverage.js [--repetitions 200] [--customers 5000] [--models bg-nbd,gamma-gamma]
 */
import { parseArgs } from "node:util";
import { historiesFrom } from "../../models/histories.js";
import { fit as fitModel } from "../../models/inference/fit.js";
import type { Fit, Params, PurchaseModel, Random } from "../../models/model.js";
import { gammaVariate, seededRandom } from "../../models/numeric/random.js";
import { purchaseModels } from "../../models/registry.js";
import { gammaGamma } from "../../models/spend/gamma-gamma.js";
import { spendHistoriesFrom } from "../../models/spend/spend-histories.js";
import { digits, tableText } from "./table.js";
import { truths } from "./truths.js";

const longest = 730;

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { repetitions: text, customers: text, models: text } });
const repetitions = Number(values.repetitions ?? 200);
const customers = Number(values.customers ?? 5000);
const registered: Readonly<Record<string, PurchaseModel>> = purchaseModels;
const worlds: Readonly<Record<string, Params>> = truths;
const known = Object.keys(worlds).filter((name) => name === "gamma-gamma" || registered[name] !== undefined);
const names = values.models?.split(",") ?? known;
for (const name of names)
  if (!known.includes(name)) throw new RangeError(`no truth or no model called "${name}"`);

const rows = names.flatMap((name) => {
  const truth = worlds[name]!;
  const began = performance.now();
  const fits = Array.from({ length: repetitions }, (_, i) =>
    simulatedFit(name, truth, seededRandom(7000 + i)),
  );
  const seconds = (performance.now() - began) / 1000;
  const identified = fits.filter((f) => f.verdict.status === "identified").length;
  return Object.keys(truth).map((k, i) => [
    i === 0 ? `${name} ${k}` : `${" ".repeat(name.length)} ${k}`,
    ...covered(k, truth[k]!, fits),
    i === 0 ? `${identified} of ${fits.length}` : "",
    i === 0 ? digits(seconds, 1) : "",
  ]);
});
const noise = 100 * Math.sqrt((0.95 * 0.05) / repetitions);
process.stdout.write(
  tableText({
    title: `95 % intervals of ${repetitions} fits to ${customers} simulated customers each`,
    columns: ["", "truth", "median", "cover %", "spread / error", "identified", "s"],
    rows,
    notes: [
      `Counting noise of cover % is ${digits(noise, 1)} points. spread / error: the standard deviation of the logarithms of`,
      "the estimates over the mean reported standard error; 1 where errors are right. Whole parameters: share chosen right.",
    ],
  }),
);

function simulatedFit(name: string, truth: Params, random: Random): Fit {
  if (name === "gamma-gamma") return spendFit(truth, random);
  const model = registered[name]!;
  const T = Array.from({ length: customers }, () => longest * random());
  const times = T.map((end) => model.simulate(truth, end, random).times);
  return fitModel(
    model,
    historiesFrom(
      times.map((t) => t.length),
      times.map((t) => t[t.length - 1] ?? 0),
      T,
      undefined,
      times.map((t) => t.reduce((sum, at, i) => sum + Math.log(at - (i === 0 ? 0 : t[i - 1]!)), 0)),
    ),
  );
}

/** Repeat buyers with 1 to 8 purchases. */
function spendFit(truth: Params, random: Random): Fit {
  const x = Array.from({ length: customers }, () => 1 + Math.floor(8 * random() ** 2));
  const z = x.map((count) =>
    gammaVariate(random, truth.p! * count, gammaVariate(random, truth.q!, truth.gamma!)),
  );
  return fitModel(gammaGamma, spendHistoriesFrom(x, z));
}

function covered(k: string, truth: number, fits: readonly Fit[]): string[] {
  const estimates = fits.map((f) => f.params[k]!).sort((a, b) => a - b);
  const median = digits(estimates[estimates.length >> 1]!, 4);
  if (fits[0]!.profile !== undefined && fits[0]!.profile[0]!.at[k] !== undefined) {
    const right = estimates.filter((v) => v === truth).length;
    return [digits(truth, 4), median, digits((100 * right) / fits.length, 1), ""];
  }
  let inside = 0;
  const errors: number[] = [];
  for (const f of fits) {
    if (f.standardErrors === null) continue;
    const error = f.standardErrors[k]! / f.params[k]!;
    errors.push(error);
    if (Math.abs(Math.log(f.params[k]! / truth)) <= 1.959964 * error) inside++;
  }
  const logs = estimates.map(Math.log);
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const spread = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / (logs.length - 1));
  const error = errors.reduce((a, b) => a + b, 0) / errors.length;
  return [digits(truth, 4), median, digits((100 * inside) / fits.length, 1), digits(spread / error, 2)];
}
