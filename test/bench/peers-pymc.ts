import { join } from "node:path";
import { type BgNbdParam, bgNbd, type Params, type Prior } from "../../models/index.js";
import { columnsFolder } from "./case-fit.js";
import { built, run, runNode, sourceFile } from "./child.js";
import { readCustomers } from "./columns.js";
import type { ColumnsPosterior, ColumnsPosteriorJob } from "./columns-posterior-program.js";
import type { Bench, Outcome } from "./outcome.js";
import { groupKeys } from "./simulated-customers.js";
import { digits, times } from "./table.js";
import { preparePython } from "./venv.js";

/** What pymc_fits.py prints. */
interface PymcFit {
  readonly seconds: Readonly<Record<"import" | "map" | "nuts", number>>;
  /** Where the likelihood is highest, as its search found it. */
  readonly params: Params<BgNbdParam>;
  /** of ln(param) */
  readonly meanLog: Params<BgNbdParam>;
  readonly sdLog: Params<BgNbdParam>;
  readonly rHat: Params<BgNbdParam>;
  readonly essBulk: Params<BgNbdParam>;
  readonly essTail: Params<BgNbdParam>;
  readonly peakMb: number;
}

const full = 10_000;
const draws = 1000;
const timeoutSeconds = 900;
/** One prior for both, so that both draw from one posterior. */
const prior: Prior<BgNbdParam> & Readonly<Record<BgNbdParam, { mean: number; sd: number }>> = {
  r: { mean: Math.log(0.5), sd: 1.5 },
  alpha: { mean: Math.log(30), sd: 1.5 },
  a: { mean: Math.log(0.8), sd: 1.5 },
  b: { mean: Math.log(2.5), sd: 1.5 },
};

/** BG/NBD of PyMC-Marketing on the first customers of (b): the maximum, and draws from one posterior. */
export async function comparePymc(bench: Bench): Promise<Outcome> {
  const skip = (why: string): Outcome => ({
    json: { skipped: why },
    tables: [],
    targets: [],
    skipped: [{ what: "(h) PyMC-Marketing", why }],
  });
  const python = await preparePython(`${bench.options.venv}-pymc`, bench.say, "requirements-pymc.txt");
  if ("why" in python) return skip(python.why);
  const customers = bench.size(full);
  const folder = columnsFolder(bench);
  bench.say(`(h) PyMC-Marketing: maximum and NUTS of ${digits(customers)} customers`);
  const args = [sourceFile("pymc_fits.py"), folder, `${customers}`, `${draws}`, JSON.stringify(prior)];
  let theirs: PymcFit;
  try {
    const compiled = join(`${bench.options.venv}-pymc`, "compiled");
    const env = { PYTHONDONTWRITEBYTECODE: "1", PYTENSOR_FLAGS: `base_compiledir=${compiled}` };
    const { stdout } = await run(python.path, args, env, timeoutSeconds);
    theirs = JSON.parse(stdout) as PymcFit;
  } catch (error) {
    return skip((error as Error).message);
  }
  const { importance, hmc } = await ours(bench, folder, customers);
  const histories = groupKeys((await readCustomers(folder, customers)).keys);
  const theirLogLikelihood = bgNbd.logLikelihood(theirs.params, histories);
  const compared = [importance, hmc].map((own) => ({ own, ...differences(own, theirs) }));
  const theirEss = Math.min(...[theirs.essBulk, theirs.essTail].flatMap((e) => Object.values(e)));
  const theirRHat = Math.max(...Object.values(theirs.rHat));
  const { seconds } = theirs;
  return {
    json: { customers, prior, pymc: theirs, clv: { importance, hmc }, theirLogLikelihood },
    tables: [
      {
        title: `(h) BG/NBD of the first ${digits(customers)} customers by PyMC-Marketing and here, ${digits(importance.rows)} histories`,
        columns: [
          "",
          "ms",
          "clv faster by",
          "LL",
          "largest R-hat",
          "least ESS",
          "means differ, sd",
          "sds differ",
        ],
        rows: [
          ["clv, fit, first call", digits(importance.fitMs, 1), "", digits(importance.logLikelihood, 6)],
          [
            "PyMC, MAP with flat priors",
            digits(1000 * seconds.map),
            times((1000 * seconds.map) / importance.fitMs),
            digits(theirLogLikelihood, 6),
          ],
          ["PyMC, NUTS", digits(1000 * seconds.nuts), "", "", digits(theirRHat, 4), digits(theirEss)],
          ...compared.map(({ own, mean, sd }, i) => [
            `clv, ${i === 0 ? "importance sampling" : "Hamiltonian Monte Carlo"}`,
            digits(own.posteriorMs),
            times((1000 * seconds.nuts) / own.posteriorMs),
            "",
            digits(own.worstRHat, 4),
            digits(own.leastEss),
            digits(mean, 3),
            `${digits(100 * sd, 1)} %`,
          ]),
        ],
        notes: [
          `draws: 4 chains of ${digits(draws)}, lognormal priors; PyMC with compilation, clv with the fit before and the start of the threads; importing PyMC took ${digits(seconds.import, 1)} s more`,
          "means differ: the largest difference of posterior means of ln(param) in its standard deviations; sds differ: the largest difference of those",
        ],
      },
    ],
    targets: [
      {
        name: "LL of clv minus LL of PyMC's MAP, relative",
        value: (importance.logLikelihood - theirLogLikelihood) / Math.abs(theirLogLikelihood),
        atLeast: -1e-12,
      },
      {
        name: "posterior means of clv and of NUTS, largest difference in sd",
        value: Math.max(...compared.map((c) => c.mean)),
        atMost: 0.15, // a mean of 1,000 effective draws has an error of 0.03 sd
      },
    ],
    skipped: [],
  };
}

async function ours(bench: Bench, folder: string, customers: number) {
  const drawn = async (method: ColumnsPosteriorJob["method"]): Promise<ColumnsPosterior> => {
    bench.say(`(h) posterior here, ${method}`);
    const job: ColumnsPosteriorJob = { folder, customers, draws, method, prior, threads: bench.threads };
    const program = built("./columns-posterior-program.js");
    const { stdout } = await runNode(program, [JSON.stringify(job)], bench.work);
    return JSON.parse(stdout) as ColumnsPosterior;
  };
  return { importance: await drawn("importance"), hmc: await drawn("hmc") };
}

/** Of ln(param): the largest difference of means, in standard deviations, and of standard deviations, relative. */
function differences(own: ColumnsPosterior, theirs: PymcFit): { mean: number; sd: number } {
  const largest = (of: (k: BgNbdParam) => number): number =>
    Math.max(...bgNbd.params.map((k) => Math.abs(of(k))));
  return {
    mean: largest((k) => (own.meanLog[k] - theirs.meanLog[k]) / theirs.sdLog[k]),
    sd: largest((k) => own.sdLog[k] / theirs.sdLog[k] - 1),
  };
}
