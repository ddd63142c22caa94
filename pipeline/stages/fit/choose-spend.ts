import {
  type Fit,
  fitCredibility,
  type MomentFit,
  type PurchaseVariation,
  type SpendHistories,
  whyUnsound,
  withinVariance,
} from "../../../models/index.js";
import type { SpendFallback } from "../../artifacts/model-file.js";
import { spendRows } from "../../artifacts/read-histories.js";
import { countedPeriod } from "../../config/billing.js";
import type { SpendChoice } from "../../config/spend-models.js";
import { columnsOf } from "../../spend/columns.js";
import { spendHistories } from "../../sql/histories.js";
import { firstPurchases, purchaseVariation } from "../../sql/purchase-variation.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";

/** Customers whose purchases say how much those of one customer vary: enough to know it to a per cent. */
const mostCustomers = 50_000;

/** The spend model that is used, or what stands for it. */
export interface ChosenSpend {
  readonly fit: Fit | MomentFit;
  /** The pooled mean, where no spend model can be fitted; else null. */
  readonly fallback: SpendFallback | null;
  /** Why it is not the model asked for; null where it is. */
  readonly leftBecause: string | null;
}

/** What spend models are fitted to. */
export interface SpendSource {
  /** repeat spend */
  readonly repeat: SpendHistories;
  /** the customers that it is of, as a relation like `customers`, with how many there are and what they spent at first */
  readonly relation: Sql;
  readonly customers: number;
  readonly firstSpend: number;
  /** their transactions, up to this day */
  readonly transactions: Sql;
  readonly asOf: string;
}

/**
 * Gamma-Gamma where that is asked for and describes the data; credibility where it is asked for or Gamma-Gamma does not; the
 * mean of all purchases where hardly anyone has come back.
 */
export async function chooseSpend(
  asked: SpendChoice,
  source: SpendSource,
  fitGammaGamma: () => Fit,
  context: Pick<StageContext, "engine" | "signal" | "config">,
): Promise<ChosenSpend> {
  const within = withinVariance(await readVariation(source, context));
  const fitted = asked === "credibility" ? null : fitGammaGamma();
  const unsound = fitted && whyUnsound(fitted as Fit<"p" | "q" | "gamma">, source.repeat, within);
  if (fitted !== null && unsound === null) return { fit: fitted, fallback: null, leftBecause: null };
  const all = within === null ? null : await readSpendRows(spendHistories(source.relation, "all"), context);
  const moments = all && fitCredibility(all, within!, await readFirst(source, context));
  if (moments !== null) {
    const leftBecause =
      unsound === null ? null : `credibility is used, since gamma-gamma is not sound here: ${unsound}`;
    return { fit: moments, fallback: null, leftBecause };
  }
  const reason = unsound ?? "credibility needs two customers who have bought again";
  return { fit: fitted ?? fitGammaGamma(), fallback: pooledMean(source, reason), leftBecause: null };
}

/** The rows of spend_histories that a spend model is fitted on. */
export async function readSpendRows(
  select: Sql,
  context: Pick<StageContext, "engine" | "signal">,
): Promise<SpendHistories> {
  return spendRows(await columnsOf(select, ["x", "digits", "lead", "n", "q1", "q2", "q3"], context));
}

async function readVariation(
  { transactions, asOf, customers }: SpendSource,
  { engine, signal, config }: Pick<StageContext, "engine" | "signal" | "config">,
): Promise<PurchaseVariation> {
  const separate = config.ingest.sameDayOrders === "separate";
  const sample = { customers, most: mostCustomers };
  const select = purchaseVariation(engine.dialect, transactions, {
    ...{ separate, period: countedPeriod(config), asOf },
    ...sample,
  });
  const found = await columnsOf(select, ["n", "customers", "squares"], { engine, signal });
  return { purchases: found.n, customers: found.customers, squares: found.squares.map((s) => s / 1e6) };
}

async function readFirst(
  { relation }: SpendSource,
  context: Pick<StageContext, "engine" | "signal">,
): Promise<number> {
  const found = await columnsOf(firstPurchases(relation), ["customers", "shares"], context);
  return found.customers[0]! > 0 ? found.shares[0]! / 1e6 / found.customers[0]! : 1;
}

function pooledMean({ repeat, firstSpend, customers }: SpendSource, reason: string): SpendFallback {
  let total = 0;
  let purchases = 0;
  for (let i = 0; i < repeat.n.length; i++) {
    total += repeat.n[i]! * repeat.z[i]!;
    purchases += repeat.n[i]! * repeat.x[i]!;
  }
  return { meanSpend: purchases > 0 ? total / purchases : Math.max(0, firstSpend / customers), reason };
}
