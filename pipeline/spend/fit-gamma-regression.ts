import { fitGammaRegression, type GammaRegression } from "../../models/spend/gamma-regression.js";
import type { SpendCovariate } from "../../models/spend/spend-covariates.js";
import type { Row } from "../engines/engine.js";
import { logSums } from "../sql/spend-covariates.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { levelCovariates } from "./level-covariates.js";
import { withEngineSums } from "./regression-cells.js";

export interface RegressionInputs {
  /** Attributes of the customers table, by their names in the config. */
  readonly attributes: readonly string[];
  /** Whether the first purchase's amount and the number of repeat purchases are covariates too. */
  readonly quantities: readonly ("first_amount" | "x")[];
  /** The table of customers where it is not that of the run. */
  readonly customers?: Sql;
}

type FitContext = Pick<StageContext, "engine" | "signal" | "log" | "warn">;

/**
 * Gamma regression of spend per purchase on what is known of customers, from sums that the engine makes over a table of
 * customers. The result is JSON and the same to the bit whatever the number of threads.
 */
export async function fitSpendRegression(
  { engine, signal, log, warn }: FitContext,
  inputs: RegressionInputs,
): Promise<GammaRegression> {
  const table = inputs.customers ?? engine.dialect.table("customers");
  const [sums = {}] = await engine.rows(logSums(table), signal);
  const customers = Number(sums.customers);
  const levels = await levelCovariates(
    engine,
    inputs.attributes,
    { who: "spenders", customers, table },
    signal,
  );
  const covariates = [...levels, ...logCovariates(sums, inputs.quantities)];
  const scale = mean(sums.spend_logs, customers);
  const regression = await withEngineSums(engine, table, covariates, scale, signal, (all) =>
    fitGammaRegression(all),
  );
  const { coefficients, passes, verdict, kappa } = regression;
  log(
    `gamma-regression: ${coefficients.length} coefficients from ${customers} repeat customers in ${passes} passes, ${verdict.status}; ` +
      (kappa === null
        ? "own means do not differ beyond chance"
        : `a customer's own mean weighs x / (x + ${kappa.toPrecision(3)})`),
  );
  for (const reason of verdict.reasons) warn(`gamma-regression is ${verdict.status}: ${reason}`);
  return regression;
}

function logCovariates(sums: Row, quantities: RegressionInputs["quantities"]): SpendCovariate[] {
  const customers = Number(sums.customers);
  const zeros = Number(sums.first_zeros);
  return quantities.map((name): SpendCovariate => {
    if (name === "x")
      return { kind: "log", name, shift: 1, centre: mean(sums.x_logs, customers), zeros: false };
    const centre = mean(sums.first_logs, customers - zeros);
    return { kind: "log", name, shift: 0, centre, zeros: zeros > 0 };
  });
}

/** A mean from a sum in millionths. */
function mean(sum: unknown, count: number): number {
  return count > 0 ? Number(sum) / 1e6 / count : 0;
}
