import { purchaseModel, purchaseModelNames } from "../../models/index.js";
import { checkActions } from "./actions.js";
import { checkBilling } from "./billing.js";
import type { Config } from "./config.js";
import { checkEvents } from "./events.js";
import { checkMargin } from "./margin.js";
import { checkNoAmounts } from "./no-amounts.js";
import { hasMoney } from "./questions.js";
import { checkRowKinds } from "./row-kinds.js";
import { checkSchemas, checkSecrets } from "./secrets.js";
import { checkSegments } from "./segments.js";
import { checkValidate } from "./validate.js";

/** Where a problem is put: zod's context of a refinement. */
export interface Problems {
  addIssue(issue: { code: "custom"; path: string[]; message: string }): void;
}

/** Columns of `scores` that an attribute must not take the name of. */
const scoreColumns = new Set(
  (
    "customer_id as_of x t_x_days t_cal_days first_day last_day historic_value p_alive churn_probability expected_spend " +
    "residual_clv total_value value_rank value_tier model_version run_id"
  ).split(" "),
);

/** What no single key can show: keys that contradict each other. */
export function checkConfig(c: Config, context: Problems): void {
  checkSecrets(c, context);
  checkSchemas(c.publish ?? [], context);
  for (const name of c.spend.attributes ?? [])
    if (!Object.hasOwn(c.columns.attributes, name))
      context.addIssue({
        code: "custom",
        path: ["spend", "attributes"],
        message: `"${name}" is not one of columns.attributes`,
      });
  checkCovariates(c.purchase, Object.keys(c.columns.attributes), context);
  checkNoAmounts(c, context);
  checkMargin(c, context);
  checkValidate(c, context);
  checkBilling(c, context);
  checkEvents(c, context);
  checkRowKinds(c, context);
  checkActions(c, context);
  checkSegments(c, context);
  checkCurrency(c, context);
  const discrete = c.purchase.model !== "auto" && purchaseModel(c.purchase.model).time === "discrete";
  if (c.purchase.period !== undefined && !discrete)
    context.addIssue({
      code: "custom",
      path: ["purchase", "period"],
      message: `is for models in discrete time; ${c.purchase.model} is not one`,
    });
  if (
    c.ingest.sameDayOrders === "separate" &&
    c.purchase.model !== "auto" &&
    purchaseModel(c.purchase.model).needs.includes("logGaps")
  )
    context.addIssue({
      code: "custom",
      path: ["ingest", "sameDayOrders"],
      message: `must be merge for ${c.purchase.model}: it reads the days between purchases`,
    });
  if (c.ingest.foldIds.includes("unicode") && c.source.format === "spark")
    context.addIssue({
      code: "custom",
      path: ["ingest", "foldIds"],
      message: 'cannot have "unicode" for a table of Spark, which has no function for it',
    });
  const shares = Object.values(c.tiers);
  if (shares.at(-1) !== 1 || shares.some((s, i) => i > 0 && s <= (shares[i - 1] ?? 0)))
    context.addIssue({ code: "custom", path: ["tiers"], message: "shares must rise and end at 1" });
  if (c.asOf !== undefined && c.ingest.until !== undefined && c.ingest.until > c.asOf)
    context.addIssue({ code: "custom", path: ["ingest", "until"], message: `is after asOf ${c.asOf}` });
  const { since, until, minDate, maxDate } = c.ingest;
  const last = until ?? c.asOf;
  if (since !== undefined && last !== undefined && since > last)
    context.addIssue({
      code: "custom",
      path: ["ingest", "since"],
      message: `is after ${until === undefined ? "asOf" : "until"} ${last}`,
    });
  if (maxDate !== undefined && minDate > maxDate)
    context.addIssue({
      code: "custom",
      path: ["ingest", "minDate"],
      message: `is after maxDate ${maxDate}`,
    });
  if (c.source.quote === c.source.delimiter)
    context.addIssue({ code: "custom", path: ["source", "quote"], message: "is also the delimiter" });
  const names = Object.keys(c.columns.attributes);
  for (const [i, name] of names.entries())
    if (names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < i)
      context.addIssue({
        code: "custom",
        path: ["columns", "attributes", name],
        message: "differs from another attribute only in case; databases fold it",
      });
  for (const name of names)
    if (
      scoreColumns.has(name.toLowerCase()) ||
      /^(clv|purchases|expected_purchases)_\d+d/.test(name.toLowerCase())
    )
      context.addIssue({
        code: "custom",
        path: ["columns", "attributes", name],
        message: "is the name of a column of scores; choose another",
      });
  if (c.source.table !== undefined && c.source.query !== undefined)
    context.addIssue({ code: "custom", path: ["source"], message: "has both table and query; give one" });
}

/** Rates are to the base, so that a currency column without either says nothing. */
function checkCurrency({ columns, currency }: Config, context: Problems): void {
  const { base, rates, ratesFile } = currency;
  const isGiven = base !== undefined || ratesFile !== undefined || Object.keys(rates).length > 0;
  if (columns.currency !== undefined && hasMoney({ columns }) && !isGiven)
    context.addIssue({
      code: "custom",
      path: ["currency", "base"],
      message: "is needed with columns.currency: the currency that amounts are converted to, such as EUR",
    });
}

function checkCovariates(
  { model, covariates }: Config["purchase"],
  attributes: readonly string[],
  context: Problems,
): void {
  const used = [...covariates.purchase, ...covariates.dropout, ...covariates.equal];
  for (const [key, names] of Object.entries(covariates))
    for (const name of Array.isArray(names) ? names : []) {
      const path = ["purchase", "covariates", key];
      if (!attributes.includes(name))
        context.addIssue({ code: "custom", path, message: `"${name}" is not one of columns.attributes` });
      else if (key === "continuous" && !used.includes(name))
        context.addIssue({
          code: "custom",
          path,
          message: `"${name}" is used neither for purchases nor dropout`,
        });
    }
  if (used.length > 0 && (model === "auto" || purchaseModel(model).covariates === null))
    context.addIssue({
      code: "custom",
      path: ["purchase", "covariates"],
      message: `${model} takes none; ${purchaseModelNames.filter((n) => purchaseModel(n).covariates !== null).join(", ")} do`,
    });
  else if (model !== "auto" && Object.keys(purchaseModel(model).covariates?.dropout ?? {}).length === 0)
    for (const key of ["dropout", "equal"] as const)
      if (covariates[key].length > 0)
        context.addIssue({
          code: "custom",
          path: ["purchase", "covariates", key],
          message: `must be empty for ${model}, whose customers never leave`,
        });
}
