import { type DriverCells, normalQuantile, seededRandom } from "../../../models/index.js";

/** A customer of a world: the level of each feature, and what it brings. */
export interface WorldCustomer {
  readonly levels: readonly number[];
  readonly fold: number;
  readonly y: number;
}

/** Cells of customers, as an engine makes them. */
export function cellsOf(
  customers: readonly WorldCustomer[],
  sizes: readonly number[],
  grouped = true,
): DriverCells {
  const cells = new Map<string, { levels: readonly number[]; fold: number; of: number[] }>();
  customers.forEach(({ levels, fold, y }, i) => {
    const key = grouped ? `${fold} ${levels.join()}` : String(i);
    const cell = cells.get(key) ?? { levels, fold, of: [0, 0, 0, 0] };
    cells.set(key, cell);
    [1, y, y * y, y > 0 ? y * Math.log(y) : 0].forEach((v, k) => {
      cell.of[k]! += v;
    });
  });
  const all = [...cells.values()];
  const sum = (k: number): Float64Array => Float64Array.from(all, ({ of }) => of[k]!);
  return {
    levels: sizes,
    level: sizes.map((_, f) => Uint16Array.from(all, ({ levels }) => levels[f]!)),
    fold: Uint8Array.from(all, ({ fold }) => fold),
    ...{ n: sum(0), y: sum(1), y2: sum(2), yLogY: sum(3) },
  };
}

/**
 * Customers half of whom, more or less by their level, never buy again, and whose spend is log-normal: the mean is exp(3 + effects of
 * the levels), and nothing else about the outcome is as a Poisson regression has it.
 */
export function world(
  seed: number,
  customers: number,
  effects: readonly (readonly number[])[],
): WorldCustomer[] {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, () => {
    // the first level is the most frequent one
    const levels = effects.map(({ length }) => Math.floor(length * random() ** 1.5));
    const eta = 3 + levels.reduce((sum, level, f) => sum + effects[f]![level]!, 0);
    const buys = 0.4 + 0.1 * levels[0]!;
    const spread = 0.8;
    const spend = Math.exp(spread * normalQuantile(random()) - spread ** 2 / 2);
    return {
      levels,
      fold: Math.floor(4 * random()),
      y: random() < buys ? (Math.exp(eta) * spend) / buys : 0,
    };
  });
}
