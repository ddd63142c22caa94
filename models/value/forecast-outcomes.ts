import type { Histories, Params, PurchaseModel } from "../model.js";
import {
  type Future,
  futureIfAlive,
  purchaseQuantile,
  relativeValueQuantile,
  type SpendSpread,
} from "./future.js";
import { type SpendGrid, spendGrid } from "./spend-sums.js";
import { valueProbability } from "./value-quantiles.js";

/** What followed within the horizon, one entry a customer, in the order of the histories. */
export interface Outcomes {
  /** position of the customer's history; does not fall */
  readonly row: ArrayLike<number>;
  /** purchases */
  readonly y: ArrayLike<number>;
  /** net spend over the customer's expected spend per purchase, E[M | x, m]; NaN where that is 0 */
  readonly relativeValue: ArrayLike<number>;
}

/** Quantiles to give: of each class the same number, in (0, 1). */
export interface ClassLevels {
  /** class of each history */
  readonly classes: ArrayLike<number>;
  readonly purchases: readonly (readonly number[])[];
  readonly value: readonly (readonly number[])[];
}

/** What a model predicted, by history, and how probable it made what followed, by customer. */
export interface OutcomeForecasts {
  readonly pAlive: Float64Array;
  /** E[Y(t) | x, t_x, T] */
  readonly expected: Float64Array;
  /** P(Y > 0) */
  readonly pActive: Float64Array;
  /** Quantiles of Y by level. */
  readonly purchaseQuantiles: readonly Float64Array[];
  /** Quantiles of the sum spent over E[M | x, m], by level. */
  readonly valueQuantiles: readonly Float64Array[];
  /** P(Y < y) and P(Y = y) by customer. */
  readonly purchaseBelow: Float64Array;
  readonly purchaseMass: Float64Array;
  /** P(S < s) and P(S = s) of the sum spent by customer: it has mass at 0, and where spend is a constant. */
  readonly valueBelow: Float64Array;
  readonly valueMass: Float64Array;
}

const tail = 1e-6; // of purchases that no distribution holds

/**
 * Forecasts of each history over a horizon, and the probabilities they gave to what followed: what PIT values, log-scores and
 * the coverage of intervals are made of. All at the estimate: the doubt about parameters is left out. Nothing is discounted.
 * A net spend of 0 or less counts as 0.
 * @param h sorted by x, tx, T
 * @param t in the parameters' time unit
 */
export function forecastOutcomes<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  h: Omit<Histories, "n">,
  t: number,
  spend: SpendSpread,
  outcomes: Outcomes,
  levels: ClassLevels,
): OutcomeForecasts {
  const out = emptyForecasts(h.x.length, outcomes.row.length, levels);
  const byT = new Map<number, Outlook>();
  let customer = 0;
  for (let i = 0; i < h.x.length; i++) {
    const history = { x: h.x[i]!, tx: h.tx[i]!, T: h.T[i]! };
    const { x, tx, T } = history;
    const alive = model.probabilityAlive(p, x, tx, T);
    if (i > 0 && x !== h.x[i - 1]) byT.clear();
    let outlook = model.memoryless ? byT.get(T) : undefined;
    if (outlook === undefined) {
      outlook = {
        expected: model.expectedPurchasesIfAlive(p, x, tx, T, t),
        future: futureIfAlive(model, p, spend, history, t, tail),
        grid: spend === null ? null : spendGrid(spend, x),
      };
      byT.set(T, outlook);
    }
    const { future, grid } = outlook;
    out.pAlive[i] = alive;
    out.expected[i] = alive * outlook.expected;
    out.pActive[i] = alive * (1 - future.counts[0]!);
    const kind = levels.classes[i]!;
    levels.purchases[kind]!.forEach((level, l) => {
      out.purchaseQuantiles[l]![i] = purchaseQuantile(future, alive, level);
    });
    levels.value[kind]!.forEach((level, l) => {
      out.valueQuantiles[l]![i] = relativeValueQuantile(future, alive, grid, level);
    });
    for (; customer < outcomes.row.length && outcomes.row[customer] === i; customer++) {
      const y = outcomes.y[customer]!;
      const beyond = y >= future.counts.length ? model.conditionalPmf(p, y, x, tx, T, t) : null;
      setCount(out, customer, y, alive, future.counts, beyond);
      setValue(out, customer, outcomes.relativeValue[customer]!, alive, outlook);
    }
  }
  return out;
}

interface Outlook {
  /** E[Y(t) | alive] */
  readonly expected: number;
  readonly future: Future;
  readonly grid: SpendGrid | null;
}

/** @param beyond P(Y = y) where y lies beyond the counts */
function setCount(
  out: OutcomeForecasts,
  customer: number,
  y: number,
  alive: number,
  counts: Float64Array,
  beyond: number | null,
): void {
  const below = upTo(counts, y - 1, alive);
  out.purchaseBelow[customer] = below;
  out.purchaseMass[customer] = Math.min(1 - below, beyond ?? upTo(counts, y, alive) - below);
}

/** P(Y <= k) */
function upTo(counts: Float64Array, k: number, alive: number): number {
  if (k < 0) return 0;
  return Math.min(1, 1 - alive + alive * counts[Math.min(k, counts.length - 1)]!);
}

function setValue(
  out: OutcomeForecasts,
  customer: number,
  relative: number,
  alive: number,
  { future, grid }: Outlook,
): void {
  const { counts, values } = future;
  const none = upTo(counts, 0, alive);
  if (!(relative > 0)) {
    // nothing was spent, or whatever was spent has no scale to be measured by
    out.valueBelow[customer] = 0;
    out.valueMass[customer] = Number.isNaN(relative) ? 1 : none;
  } else if (grid === null || values === null) {
    // each purchase costs 1
    const k = Math.round(relative);
    const whole = Math.abs(relative - k) < 1e-9 * Math.max(1, k);
    const below = upTo(counts, whole ? k - 1 : Math.floor(relative), alive);
    out.valueBelow[customer] = below;
    out.valueMass[customer] = whole ? upTo(counts, k, alive) - below : 0;
  } else {
    const Z = (relative * grid.p) / (grid.b - 1);
    out.valueBelow[customer] = Math.min(1, none + alive * valueProbability(grid, values, Z));
    out.valueMass[customer] = 0;
  }
}

function emptyForecasts(histories: number, customers: number, levels: ClassLevels): OutcomeForecasts {
  const column = (rows: number): Float64Array => new Float64Array(rows);
  const each = (of: readonly (readonly number[])[]): Float64Array[] =>
    (of[0] ?? []).map(() => column(histories));
  return {
    pAlive: column(histories),
    expected: column(histories),
    pActive: column(histories),
    purchaseQuantiles: each(levels.purchases),
    valueQuantiles: each(levels.value),
    purchaseBelow: column(customers),
    purchaseMass: column(customers),
    valueBelow: column(customers),
    valueMass: column(customers),
  };
}
