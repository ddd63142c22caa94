import { type SpendModelName, spendModel } from "../../../models/index.js";
import { say } from "../../text/messages/say.js";
import { calendarDay } from "../../time/day-number.js";
import type { MartServices } from "../services.js";
import { type ValueRow, valuesTable } from "../values-table.js";
import { type Arrivals, partOfMonth, plannedArrivals, unknownSources } from "./arrivals.js";
import { backtestColumns, backtestRows } from "./backtest.js";
import { newColumns, relativeColumns } from "./columns.js";
import { existingMonths } from "./existing.js";
import { newRows } from "./new-rows.js";
import { trendArrivals } from "./trend.js";

/** What the forecast reads: months of existing customers and of new ones, and bounds. */
export async function prepareForecast(services: MartServices): Promise<void> {
  const { inputs, artifacts, make } = services;
  const { facts, config } = inputs;
  const newcomers = await services.newcomers();
  const everyone = newcomers.sources.find(({ attribute }) => attribute === null);
  await make("mart_forecast_months", valuesTable(relativeColumns, monthRows(services)));
  const grouped = artifacts.covariate_groups.rows > 0;
  await make("mart_forecast_existing", existingMonths(inputs, grouped, populationMean(artifacts.champion)));
  const arrivals: Arrivals[] = everyone === undefined ? [] : await arrivalsOf(services);
  await make(
    "mart_forecast_new",
    valuesTable(newColumns(facts), newRows(arrivals, newcomers, facts, config.seed)),
  );
  await make(
    "mart_forecast_backtest",
    valuesTable(backtestColumns(facts), backtestRows(artifacts.validation.backtest?.totals ?? null, facts)),
  );
}

/** E[M] of the spend model; null without amounts. */
function populationMean({ spend }: MartServices["artifacts"]["champion"]): number | null {
  if (spend === null) return null;
  const { fallback, model, params } = spend;
  return fallback ? fallback.meanSpend : spendModel(model as SpendModelName).populationMean(params);
}

async function arrivalsOf(services: MartServices): Promise<Arrivals[]> {
  const { sources } = await services.newcomers();
  const plan = await services.plan();
  if (plan !== null) {
    const unknown = unknownSources(plan, sources);
    if (unknown.length > 0) services.context.warn(say("forecast.plan.unknown", unknown));
    return plannedArrivals(plan, services.inputs.facts.months, sources);
  }
  return trendArrivals(services, sources.find(({ attribute }) => attribute === null)!);
}

/** The months to come, with the bounds of all customers' totals relative to what is expected, where those are known. */
function monthRows({ inputs, artifacts }: MartServices): ValueRow[] {
  const known = new Map(artifacts.score_summary.months?.map((month) => [month.from, month]));
  return inputs.facts.months.map((month, i) => {
    const { from, to } = month;
    const row = {
      ...{ k: i + 1, month: `${from.slice(0, 7)}-01`, from_day: from, to_day: to },
      days: calendarDay(to)! - calendarDay(from)! + 1,
      whole_month: partOfMonth(month) === 1,
    };
    const own = known.get(from);
    return { ...row, ...relative("purchases", own?.purchases), ...relative("value", own?.value) };
  });
}

type Interval = NonNullable<
  NonNullable<MartServices["artifacts"]["score_summary"]["months"]>[number]["value"]
>;

function relative(name: string, interval: Interval | undefined): ValueRow {
  if (interval === undefined || !(interval.expected > 0)) return {};
  return Object.fromEntries(
    (["lo95", "lo80", "hi80", "hi95"] as const).map((bound) => [
      `${name}_${bound}`,
      interval[bound] / interval.expected,
    ]),
  );
}
