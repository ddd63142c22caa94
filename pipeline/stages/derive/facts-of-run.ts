import { isContract } from "../../../models/index.js";
import { fittedPurchaseModel } from "../../artifacts/model-file.js";
import { attributeNames, hasMoney } from "../../config/questions.js";
import type { MartFacts } from "../../marts/facts.js";
import { equityDays } from "../../marts/opening.js";
import type { MartArtifacts } from "../../marts/services.js";
import type { StageContext } from "../../stage.js";
import { calendarDay, isoDate } from "../../time/day-number.js";
import { calendarMonths } from "../score/coming-months.js";
import { marginOfBase } from "../score/margin-of-base.js";
import { segmentAttributes } from "../score/score-segments.js";
import { loadCosts } from "./costs/load-costs.js";
import { openingOfRun } from "./opening/opening-of-run.js";
import { bandsOfRun } from "./read-bands.js";

/**
 * What marts know of the run.
 * @param customersOfMarts their table
 */
export async function factsOfRun(
  artifacts: MartArtifacts,
  customersOfMarts: string,
  context: StageContext,
): Promise<MartFacts> {
  const { summary, champion, score_summary: totals, customers } = artifacts;
  const { config, runId } = context;
  const { annualDiscountRate, horizonsDays } = config.value;
  const day = calendarDay(champion.asOf)!;
  const longestDays = totals.longestHorizonDays;
  const forEver = typeof totals.residualClv === "number";
  const facts = {
    runId,
    asOf: champion.asOf,
    firstDay: summary.firstDay,
    customers: customers.rows,
    money: hasMoney(config),
    currency: summary.currency,
    margin: await marginOfBase(context),
    ...{ annualDiscountRate, horizonsDays, longestDays },
    forEver,
    contract: isContract(fittedPurchaseModel(champion)),
    separate: config.ingest.sameDayOrders === "separate",
    intervals: config.uncertainty.intervals,
    attributes: attributeNames(config).length > 0 ? await segmentAttributes(context) : [],
    tiers: Object.keys(config.tiers),
    months: calendarMonths(day, longestDays).map(({ from, to }) => ({
      from: isoDate(day + from + 1),
      to: isoDate(day + to),
    })),
    since: await openingOfRun(artifacts, equityDays({ forEver, longestDays }), context),
  };
  const bands = await bandsOfRun(context);
  const found = await loadCosts(facts, context, customersOfMarts);
  if (found === null) return { ...facts, bands, costs: null, meanCac: null };
  const { meanCac, ...costs } = found;
  return { ...facts, bands, costs, meanCac };
}
