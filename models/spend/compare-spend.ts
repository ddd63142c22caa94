/**
 * Spend models compared on a holdout by what they expected of the purchases that followed. The loss of a customer with y of them,
 * of value v in all, of whom M a purchase was expected, is that of a gamma distribution (its deviance without what no model
 * changes):  v / M + y ln M.  It is lowest in expectation at the true mean whatever the distribution (Gneiting 2011, JASA 106),
 * does not depend on the currency, and takes a v of 0 or below, as refunds make it.
 */

/** Sums over customers who bought in the holdout; money in units of `unit`. */
export interface SpendLossSums {
  /** base currency: a typical purchase at the cut */
  readonly unit: number;
  readonly customers: number;
  /** sums of y, y^2 and v */
  readonly purchases: number;
  readonly squaredPurchases: number;
  readonly value: number;
  /** by model */
  readonly models: readonly SpendLosses[];
}

export interface SpendLosses {
  /** sum of the loss, and of y times it */
  readonly loss: number;
  readonly weighted: number;
  /** sum of this model's loss times that of each model, in their order */
  readonly products: readonly number[];
  /** sum of y M */
  readonly expected: number;
  /** sum of |v / y - M| */
  readonly error: number;
}

/** How one model did. */
export interface SpendScore {
  /** Mean gain over one mean for everybody, even the one that hindsight gives, a purchase; higher is better. */
  readonly score: number;
  /** How far it is behind the best, a purchase, with the standard error over customers; both 0 for the best. */
  readonly behind: number;
  readonly behindError: number;
  /** Mean over customers of the distance between expected and actual spend per purchase, base currency. */
  readonly meanAbsoluteError: number;
  /** Expected over actual value of the holdout's purchases, minus 1. */
  readonly bias: number;
}

/**
 * The scores of all models, in their order; null where the holdout has no purchases with a value above 0.
 * The standard error of a difference is that of a ratio of sums over customers: of loss to purchases.
 */
export function spendScores(sums: SpendLossSums): SpendScore[] | null {
  const { unit, customers, purchases, squaredPurchases, value, models } = sums;
  if (!(purchases > 0 && value > 0) || models.length === 0) return null;
  const flat = 1 + Math.log(value / purchases);
  const best = models.reduce((at, m, i) => (m.loss < models[at]!.loss ? i : at), 0);
  const top = models[best]!;
  return models.map((m, i) => {
    const behind = (m.loss - top.loss) / purchases;
    const squares = m.products[i]! - 2 * m.products[best]! + top.products[best]!;
    const variance = squares - 2 * behind * (m.weighted - top.weighted) + behind ** 2 * squaredPurchases;
    return {
      score: flat - m.loss / purchases,
      behind,
      behindError: i === best ? 0 : Math.sqrt(Math.max(0, variance)) / purchases,
      meanAbsoluteError: (unit * m.error) / customers,
      bias: m.expected / value - 1,
    };
  });
}
