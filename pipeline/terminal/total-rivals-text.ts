import { betterTotalRival, leastOrigins, type TotalRival, totalRivals } from "../../models/index.js";
import type { Config } from "../config/config.js";
import { say } from "../text/messages/say.js";

/**
 * Whether the model or a naive forecast gives the total of a horizon, and by how much it was better on earlier days.
 * @param found as `compareTotalRivals` gives them, the least error first
 */
export function totalRivalText(
  found: readonly TotalRival[],
  horizonDays: number,
  rule: Config["forecast"]["rival"],
): string {
  const better = betterTotalRival(found);
  const best = better ?? found[0];
  if (best === undefined) return say("totals.rival.none", horizonDays);
  const errors = say("totals.rival.errors", best.error, best.modelError, best.origins);
  const title = totalRivals.find(({ name }) => name === best.rival)?.title ?? best.rival;
  if (better !== null)
    return say(rule === "auto" ? "totals.rival.used" : "totals.rival.off", horizonDays, title, errors);
  if (best.error >= best.modelError) return say("totals.rival.model", horizonDays, title, errors);
  return best.pValue === null
    ? say("totals.rival.few", horizonDays, title, errors, best.effective, leastOrigins)
    : say("totals.rival.byChance", horizonDays, title, errors);
}
