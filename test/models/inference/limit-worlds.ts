/** Simulated customer bases at and near the limits of models, by number: the same number is the same world. */

import { historiesFrom } from "../../../models/histories.js";
import type { HoldoutHistories } from "../../../models/inference/holdout-score.js";
import type { Histories, Params, PurchaseModel, Random } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgCnbdK } from "../../../models/purchase/bg-cnbd-k.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { mbgCnbdK } from "../../../models/purchase/mbg-cnbd-k.js";
import { mbgNbd } from "../../../models/purchase/mbg-nbd.js";
import { paretoNbd } from "../../../models/purchase/pareto-nbd.js";

export interface LimitWorld {
  readonly name: string;
  readonly model: PurchaseModel;
  readonly truth: Params;
  readonly histories: Histories;
  /** the same customers as of `horizon` days earlier, with what they did since */
  readonly holdout: HoldoutHistories;
  /** length of the forecast and of the holdout, days */
  readonly horizon: number;
  /** expected purchases of all customers in the horizon, given their histories and the true parameters */
  readonly expected: number;
}

const families = { bgNbd, mbgNbd, paretoNbd, bgCnbdK, mbgCnbdK };

/** From strong heterogeneity to none. */
const spreads = [0.4, 1, 4, 20, 200, 1e6];
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

export function limitWorld(number: number): LimitWorld {
  const random = seededRandom(1000 + number);
  const family = pick(random, Object.keys(families) as (keyof typeof families)[]);
  const model = families[family] as unknown as PurchaseModel;
  const rate = pick(random, [1 / 15, 1 / 40, 1 / 90]); // purchases a day
  const r = pick(random, spreads);
  const phases = family.endsWith("CnbdK") ? pick(random, [2, 4, 12, 20]) : 1;
  const leaving = pick(random, [1e-4, 0.05, 0.2, 0.5]); // a purchase
  const spread = pick(random, spreads);
  const purchasing = { r, alpha: r / (rate * phases) };
  const truth: Params =
    family === "paretoNbd"
      ? { ...purchasing, s: spread, beta: spread / (leaving * rate) }
      : {
          ...(phases > 1 && { k: phases }),
          ...purchasing,
          a: spread * leaving,
          b: spread * (1 - leaving),
        };
  const customers = pick(random, [800, 2000, 5000]);
  const years = pick(random, [1, 2]);
  const horizon = 180;
  const bought = Array.from({ length: customers }, (): Bought => {
    const T = Math.ceil(horizon + 30 + random() * (365 * years - 30));
    // purchases of one day are one, and none is counted on the first day
    const days = new Set(model.simulate(truth, T, random).times.map(Math.ceil));
    return { days: [...days].sort((a, b) => a - b), T };
  });
  const histories = historiesOf(bought);
  const holdout = holdoutOf(bought, horizon);
  let expected = 0;
  for (let i = 0; i < histories.n.length; i++)
    expected +=
      histories.n[i]! *
      model.expectedPurchases(truth, histories.x[i]!, histories.tx[i]!, histories.T[i]!, horizon);
  const name = `${number}: ${model.name} ${JSON.stringify(truth)} ${customers} customers`;
  return { name, model, truth, histories, holdout, horizon, expected };
}

interface Bought {
  readonly days: readonly number[];
  readonly T: number;
}

const logGaps = (days: readonly number[]): number =>
  days.reduce((sum, day, i) => sum + Math.log(day - (days[i - 1] ?? 0)), 0);

function historiesOf(bought: readonly Bought[]): Histories {
  return historiesFrom(
    bought.map(({ days }) => days.length),
    bought.map(({ days }) => days[days.length - 1] ?? 0),
    bought.map(({ T }) => T),
    undefined,
    bought.map(({ days }) => logGaps(days)),
  );
}

function holdoutOf(bought: readonly Bought[], horizon: number): HoldoutHistories {
  const rows = bought
    .map(({ days, T }) => {
      const known = days.filter((day) => day <= T - horizon);
      return {
        known,
        x: known.length,
        tx: known[known.length - 1] ?? 0,
        T: T - horizon,
        y: days.length - known.length,
      };
    })
    .sort((a, b) => a.x - b.x || a.tx - b.tx || a.T - b.T || a.y - b.y);
  const column = (of: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, of);
  return {
    ...{ x: column((r) => r.x), tx: column((r) => r.tx), T: column((r) => r.T), y: column((r) => r.y) },
    n: column(() => 1),
    logGaps: column((r) => logGaps(r.known)),
  };
}
