import { built, runNode } from "./child.js";
import type { Bench, Outcome } from "./outcome.js";
import type { PosteriorJob, TimedPosterior } from "./posterior-program.js";
import { digits } from "./table.js";

const full = 1_000_000;
const jobs = [
  { name: "importance sampling", method: "importance", draws: 1000 },
  { name: "Hamiltonian Monte Carlo", method: "hmc", draws: 1000 },
  { name: "bootstrap", method: "bootstrap", draws: 25 },
] as const;

/** (e) The doubt about BG/NBD parameters: draws from their posterior, and bootstrap replicates, on all cores. */
export async function casePosterior(bench: Bench): Promise<Outcome> {
  const customers = bench.size(full);
  const results: (TimedPosterior & { name: string })[] = [];
  for (const { name, ...work } of jobs) {
    bench.say(`(e) ${name}, ${digits(customers)} simulated customers`);
    const job: PosteriorJob = { customers, seed: 1, threads: bench.threads, ...work };
    const { stdout } = await runNode(built("./posterior-program.js"), [JSON.stringify(job)], bench.work);
    results.push({ name, ...(JSON.parse(stdout) as TimedPosterior) });
  }
  const weighted = results[0]!;
  const drawn = `posterior of BG/NBD on ${digits(full)} customers, 4 x 1,000 draws`;
  return {
    json: { customers, threads: bench.threads, results },
    tables: [
      {
        title: `(e) doubt about BG/NBD parameters; ${digits(customers)} simulated customers, ${digits(weighted.rows)} histories, ${bench.threads} threads`,
        columns: ["", "draws", "seconds", "evaluations", "largest R-hat", "least ESS", "Pareto k"],
        rows: results.map((r) => [
          r.name,
          digits(r.draws),
          digits(r.seconds, 1),
          r.evaluations === null ? "" : digits(r.evaluations),
          r.worstRHat === null ? "" : digits(r.worstRHat, 4),
          r.leastEss === null ? "" : digits(r.leastEss),
          r.paretoK === null ? "" : digits(r.paretoK, 2),
        ]),
        notes: [
          "seconds: drawing, with the start of the threads; the fit comes before",
          "ESS: effective draws of the parameter and the part of its distribution (middle or tails) that has the fewest",
          ...results.flatMap((r) => r.warnings.map((warning) => `${r.name}: ${warning}`)),
        ],
      },
    ],
    targets: [
      { name: `${drawn}, s`, value: weighted.seconds, atMost: 60 },
      { name: `${drawn}, largest R-hat`, value: weighted.worstRHat ?? Number.NaN, atMost: 1.01 },
    ],
    skipped: [],
  };
}
