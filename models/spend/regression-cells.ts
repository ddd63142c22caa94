import type { Matrix } from "../numeric/symmetric.js";
import type { RegressionScore, RegressionSums } from "./gamma-regression.js";
import { regressionWeight } from "./regression-sums.js";
import { type RegressionColumn, regressionColumns, type SpendCovariate } from "./spend-covariates.js";
import type { ResidualsByX } from "./spend-variance.js";

/**
 * Repeat customers by x, level of each attribute and whether the first amount is 0. Within a cell only mean spend m and
 * L = ln(first amount) minus its centre differ, so mu = exp(eta) with eta = eta of the cell + slope L.
 */
export interface RegressionCells {
  readonly covariates: readonly SpendCovariate[];
  readonly x: Float64Array;
  /** customers */
  readonly n: Float64Array;
  /** of each level covariate, in their order: place of the level in `levels`, and `levels.length` for any other */
  readonly levels: readonly Float64Array[];
  /** 1 where the first amount is 0 */
  readonly zero: Float64Array;
  /** sums over the cell's customers of ln m, L and L^2; L is 0 where the first amount is no covariate, or 0 */
  readonly logSpend: Float64Array;
  readonly log: Float64Array;
  readonly log2: Float64Array;
}

/** Sums over each cell's customers of u = m exp(-scale - slope L), u^2 and u L. */
export interface CellSums {
  readonly u: Float64Array;
  readonly u2: Float64Array;
  readonly uLog: Float64Array;
}

/**
 * The sums of a regression from cells: exact, and the customers are gone through again only for another slope, since
 * r = u exp(scale - eta of the cell) - 1.
 * @param scale ln of a typical mean spend, so that u is about 1
 * @param sumsAt sums over customers at a slope
 */
export function regressionSumsOfCells(
  cells: RegressionCells,
  scale: number,
  sumsAt: (slope: number) => Promise<CellSums>,
): RegressionSums {
  const { x, n, log, log2, logSpend } = cells;
  const columns = regressionColumns(cells.covariates);
  const entries = entriesOf(cells, columns);
  const slopeColumn = columns.findIndex((c) => c.kind === "log" && c.of.name === "first_amount");
  let latest: { slope: number; sums: CellSums } | null = null;
  let passes = 0;

  async function at(slope: number): Promise<CellSums> {
    if (latest?.slope === slope) return latest.sums;
    passes++;
    latest = { slope, sums: await sumsAt(slope) };
    return latest.sums;
  }

  /** Calls `use` with the sums of r, r^2, r L and ln(1 + r) of each cell. */
  async function residualsOf(
    b: readonly number[],
    use: (cell: number, r: number, r2: number, rLog: number, ln: number) => void,
  ): Promise<void> {
    const slope = b[slopeColumn] ?? 0;
    const { u, u2, uLog } = await at(slope);
    for (let c = 0; c < n.length; c++) {
      let eta = 0;
      for (let e = c * entries.stride; e < (c + 1) * entries.stride; e++)
        eta += b[entries.column[e]!]! * entries.value[e]!;
      const f = Math.exp(scale - eta);
      const r = f * u[c]! - n[c]!;
      const r2 = f * f * u2[c]! - 2 * f * u[c]! + n[c]!;
      use(c, r, r2, f * uLog[c]! - log[c]!, logSpend[c]! - n[c]! * eta - slope * log[c]!);
    }
  }

  return {
    customers: n.reduce((sum, v) => sum + v, 0),
    purchases: n.reduce((sum, v, c) => sum + v * x[c]!, 0),
    covariates: cells.covariates,
    logMean:
      logSpend.reduce((sum, v, c) => sum + v * x[c]!, 0) /
      Math.max(
        1,
        n.reduce((sum, v, c) => sum + v * x[c]!, 0),
      ),
    passes: () => passes,

    async information(kappa): Promise<Matrix> {
      const total = columns.map(() => columns.map(() => 0));
      for (let c = 0; c < n.length; c++) {
        const weight = regressionWeight(x[c]!, kappa);
        const end = (c + 1) * entries.stride;
        for (let e = c * entries.stride; e < end; e++) {
          const i = entries.column[e]!;
          const v = weight * entries.value[e]!;
          for (let f = c * entries.stride; f < end; f++)
            total[i]![entries.column[f]!]! += v * n[c]! * entries.value[f]!;
          if (slopeColumn < 0) continue;
          total[i]![slopeColumn]! += v * log[c]!;
          total[slopeColumn]![i]! += v * log[c]!;
        }
        if (slopeColumn >= 0) total[slopeColumn]![slopeColumn]! += weight * log2[c]!;
      }
      return total;
    },

    async score(b, kappa): Promise<RegressionScore> {
      const score = columns.map(() => 0);
      let deviance = 0;
      let pearson = 0;
      await residualsOf(b, (c, r, r2, rLog, ln) => {
        const weight = regressionWeight(x[c]!, kappa);
        for (let e = c * entries.stride; e < (c + 1) * entries.stride; e++)
          score[entries.column[e]!]! += weight * r * entries.value[e]!;
        if (slopeColumn >= 0) score[slopeColumn]! += weight * rLog;
        deviance += 2 * weight * (r - ln);
        pearson += weight * r2;
      });
      return { score, deviance, pearson };
    },

    async residuals(b): Promise<ResidualsByX[]> {
      const byX = new Map<number, { customers: number; squares: number }>();
      await residualsOf(b, (c, _, r2) => {
        const sum = byX.get(x[c]!) ?? { customers: 0, squares: 0 };
        byX.set(x[c]!, sum);
        sum.customers += n[c]!;
        sum.squares += r2;
      });
      return [...byX].sort((p, q) => p[0] - q[0]).map(([value, sum]) => ({ x: value, ...sum }));
    },
  };
}

/** The entries of each cell's row of the design that can differ from 0, without L; unused places hold 0 in column 0. */
interface Entries {
  readonly stride: number;
  readonly column: Uint16Array;
  readonly value: Float64Array;
}

function entriesOf(cells: RegressionCells, columns: readonly RegressionColumn[]): Entries {
  const attributes = cells.covariates.filter((c) => c.kind === "level");
  const places = attributes.map((covariate) => {
    const place = (test: (c: RegressionColumn) => boolean): number =>
      Math.max(
        0,
        columns.findIndex((c) => "of" in c && c.of.name === covariate.name && test(c)),
      );
    return [
      ...covariate.levels.map((value) => place((c) => c.kind === "level" && c.value === value)),
      place((c) => c.kind === "other"),
    ];
  });
  const xColumn = columns.findIndex((c) => c.kind === "log" && c.of.name === "x");
  const zeroColumn = columns.findIndex((c) => c.kind === "zero");
  const xCentre = cells.covariates.find((c) => c.kind === "log" && c.name === "x") as { centre?: number };
  const stride = attributes.length + 3;
  const column = new Uint16Array(cells.n.length * stride);
  const value = new Float64Array(cells.n.length * stride);
  for (let c = 0; c < cells.n.length; c++) {
    const at = c * stride;
    value[at] = 1;
    if (xColumn >= 0) {
      column[at + 1] = xColumn;
      value[at + 1] = Math.log1p(cells.x[c]!) - (xCentre.centre ?? 0);
    }
    if (zeroColumn >= 0) {
      column[at + 2] = zeroColumn;
      value[at + 2] = cells.zero[c]!;
    }
    places.forEach((place, k) => {
      const found = place[cells.levels[k]![c]!]!;
      column[at + 3 + k] = found;
      value[at + 3 + k] = found > 0 ? 1 : 0;
    });
  }
  return { stride, column, value };
}
