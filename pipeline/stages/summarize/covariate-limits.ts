import { covariateNames } from "../../config/purchase-models.js";
import { ClvError } from "../../errors.js";
import { covariateLevels } from "../../sql/covariate-groups.js";
import type { StageContext } from "../../stage.js";
import { count } from "../../text/format.js";

/** Values of one category: more tell customers apart and say nothing of them. */
const mostLevels = 10_000;

/** Combinations of all covariates, each with parameters and predictions of its own: more take hours. */
const mostGroups = 200_000;

/**
 * Refuses covariates with so many values that fits and predictions would take for ever.
 * @throws ClvError CONFIG_INVALID with the attribute and what to do
 */
export async function checkCovariateLevels(
  groups: number,
  { config, engine, signal }: StageContext,
): Promise<void> {
  const { continuous } = config.purchase.covariates;
  const names = covariateNames(config);
  const categories = names.filter((name) => !continuous.includes(name));
  if (groups <= mostLevels) return;
  const table = engine.dialect.table("covariate_groups");
  const [row] = categories.length > 0 ? await engine.rows(covariateLevels(table, categories), signal) : [];
  const levels = categories.map((name, i) => ({ name, n: Number(row?.[`levels_${i}`] ?? 0) }));
  const worst = levels.sort((a, b) => b.n - a.n)[0];
  if (worst !== undefined && worst.n > mostLevels)
    throw new ClvError(
      "CONFIG_INVALID",
      `purchase.covariates: ${worst.name} has ${count(worst.n)} different values, and a covariate may have ${count(mostLevels)}. ` +
        `Leave ${worst.name} out, group its values (regions for postcodes), or name it in purchase.covariates.continuous if it is a number.`,
    );
  if (groups > mostGroups)
    throw new ClvError(
      "CONFIG_INVALID",
      `purchase.covariates: ${names.join(", ")} have ${count(groups)} different combinations of values, and there may be ${count(mostGroups)}. ` +
        "Leave one of them out, or round it (years for days, tens for units).",
    );
}
