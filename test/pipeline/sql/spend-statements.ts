import type { LevelCovariate, LogCovariate } from "../../../models/spend/spend-covariates.js";
import { behaviourCount, behaviourWindows } from "../../../pipeline/sql/behaviour-windows.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { cellSums, spendCells, spendDesign } from "../../../pipeline/sql/gamma-regression.js";
import {
  firstPurchases,
  purchaseVariation,
  type VariationOptions,
} from "../../../pipeline/sql/purchase-variation.js";
import { levelCounts, logSums, millionths, real } from "../../../pipeline/sql/spend-covariates.js";
import { logNormalSpendOf, repeatTotals, spendLogRows } from "../../../pipeline/sql/spend-logs.js";
import { spendLosses } from "../../../pipeline/sql/spend-losses.js";
import {
  type PriorTerms,
  regressionSpend,
  spendPrior,
  spendWeight,
} from "../../../pipeline/sql/spend-prior.js";
import { raw, type Sql, sql } from "../../../pipeline/sql/sql.js";

/** Tables that the spend statements read besides those of the stages. */
export const spendTableColumns: Readonly<Record<string, string>> = {
  spend_design: "x integer, log_spend double, level_0 integer, first_zero integer, first_log double",
};

const channel: LevelCovariate = {
  kind: "level",
  name: "channel",
  levels: ["web", null, "it's"],
  shares: [0.6, 0.3, 0.05],
  otherShare: 0.05,
};
const first: LogCovariate = { kind: "log", name: "first_amount", shift: 0, centre: 3.25, zeros: true };
const frequency: LogCovariate = { kind: "log", name: "x", shift: 1, centre: 1.5, zeros: false };
const terms: PriorTerms = {
  numbers: [
    { column: { kind: "intercept" }, coefficient: 3.5 },
    { column: { kind: "log", of: first }, coefficient: 0.4 },
    { column: { kind: "zero", of: first }, coefficient: -0.25 },
    { column: { kind: "log", of: frequency }, coefficient: -0.1 },
  ],
  attributes: [
    {
      covariate: channel,
      effects: {
        levels: [
          { value: "web", effect: 0 },
          { value: null, effect: -0.125 },
          { value: "it's", effect: 0.75 },
        ],
        other: 0.1,
      },
    },
  ],
};

const variation: VariationOptions = {
  ...{ separate: false, period: null, asOf: "2024-12-31", customers: 100, most: 50_000 },
};

const logNormal = { level: 0.25, add: 6.5, kappa: 2 };

/** Every statement of the spend models beyond Gamma-Gamma, and what of them is a part of other statements. */
export function spendStatements(dialect: Dialect): Readonly<Record<string, Sql>> {
  const customers = dialect.table("customers");
  const transactions = dialect.table("transactions");
  const design = dialect.table("spend_design");
  const ofCustomer = (value: Sql): Sql => sql`select customer_id, ${value} as value from ${customers} c`;
  return {
    levelCounts: levelCounts(customers, "channel", { among: "spenders", minimum: 30, limit: 20 }),
    "levelCounts.all": levelCounts(customers, "channel", { among: "all", minimum: 1, limit: 20 }),
    logSums: logSums(customers),
    millionths: sql`select ${millionths(raw("mean_spend"))} as s from ${customers}`,
    real: sql`select ${real(0.1)} as a, ${real(-2)} as b, ${real(1e-300)} as c`,
    spendDesign: spendDesign(customers, { attributes: [channel], firstAmountCentre: 3.25 }),
    "spendDesign.plain": spendDesign(customers, { attributes: [], firstAmountCentre: null }),
    spendCells: spendCells(design, 1),
    "spendCells.plain": spendCells(design, 0),
    cellSums: cellSums(design, 1, 3.5, 0.4),
    spendPrior: ofCustomer(spendPrior(terms, "c")),
    spendWeight: ofCustomer(spendWeight(2.5, "c")),
    "spendWeight.none": ofCustomer(spendWeight(null, "c")),
    regressionSpend: ofCustomer(regressionSpend(terms, 2.5, "c")),
    spendLogRows: spendLogRows(customers),
    logNormalSpendOf: ofCustomer(logNormalSpendOf(logNormal, "c")),
    repeatTotals: repeatTotals(customers, logNormalSpendOf(logNormal, "c")),
    spendLosses: spendLosses(
      dialect.table("backtest_customers"),
      [raw("coalesce(c.mean_spend, 40)"), logNormalSpendOf(logNormal, "c")],
      40,
    ),
    firstPurchases: firstPurchases(customers),
    purchaseVariation: purchaseVariation(dialect, transactions, variation),
    "purchaseVariation.separate": purchaseVariation(dialect, transactions, {
      ...variation,
      ...{ separate: true, customers: 1e6, most: 50_000 },
    }),
    "purchaseVariation.month": purchaseVariation(dialect, transactions, { ...variation, period: "month" }),
    behaviourCount: behaviourCount(transactions, "2024-09-30"),
    behaviourWindows: behaviourWindows(dialect, transactions, {
      cut: "2024-12-31",
      until: null,
      attributes: [],
      sample: null,
      ordered: false,
    }),
    "behaviourWindows.training": behaviourWindows(dialect, transactions, {
      cut: "2024-09-30",
      until: "2024-12-31",
      attributes: ["channel"],
      sample: { millionths: 250_000 },
      ordered: true,
    }),
  };
}
