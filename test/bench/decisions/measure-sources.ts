import { purchaseModel } from "../../../models/index.js";
import { type Check, checkOf, type Found } from "./checks.js";
import type { WorldRun } from "./run-world.js";
import { annualDiscountRate, margin, spendTruth, type World } from "./world.js";

const yearDays = 365;
const lifeDays = 60 * 365;

/** What a new customer is worth, and what goes with attributes. Of shops whose rates are the same every day. */
export async function sourceChecks(world: World, run: WorldRun): Promise<Found> {
  const truth = new SourceTruth(world);
  const newcomers = await run.rows("clv_new_customers");
  const drivers = await run.rows("clv_drivers");
  const tests = await run.rows("clv_segment_tests");
  const ofSources = drivers.filter(({ kind }) => kind === "attribute");
  const nothing = world.kind.effects === "none";
  return {
    checks: [
      ...newcomers.flatMap((row) =>
        checkOf(
          `new customers, ${row.attribute === null ? "all" : "source"}: ${Number(row.horizon_days) === 0 ? "for ever" : `${row.horizon_days} days`}`,
          row,
          "expected_value",
          truth.worth(row.attribute, row.source, Number(row.horizon_days) || lifeDays),
        ),
      ),
      ...ofSources
        .filter((row) => row.level !== row.base_level && (nothing || row.outcome === "first_year"))
        .flatMap((row) => {
          const actual =
            truth.firstYear(row.feature, row.level) / truth.firstYear(row.feature, row.base_level);
          return (["effect", "pooled_effect"] as const).flatMap((name): Check[] =>
            checkOf(`drivers, ${row.outcome}: ${name}`, row, name, actual),
          );
        }),
    ],
    shares: nothing
      ? [
          ...["first_year", "after_90_days", "total"].map((outcome) => ({
            figure: `drivers, ${outcome}: no source is called different`,
            nominal: 0.95,
            share: Number(!ofSources.some((row) => row.outcome === outcome && row.differs === true)),
          })),
          ...tests
            .filter(({ attribute }) => attribute === "channel" || attribute === "country")
            .map((row) => ({
              figure: `segment tests, ${row.measure}: p above .05`,
              nominal: 0.95,
              share: Number(Number(row.p_value) > 0.05),
            })),
        ]
      : [],
  };
}

/** What customers of sources bring on average, by the parameters they are drawn from. */
class SourceTruth {
  private readonly world: World;
  private readonly known = new Map<string, number>();

  constructor(world: World) {
    this.world = world;
  }

  /** Discounted margin of a newcomer in so many days, first purchase included. */
  worth(attribute: unknown, source: unknown, days: number): number {
    return this.mean(attribute, source, (rate) => 1 + this.repeats(rate, days, true));
  }

  /** Margin of the days 0 to 364 since the first purchase. */
  firstYear(attribute: unknown, source: unknown): number {
    return this.mean(attribute, source, (rate) => 1 + this.repeats(rate, yearDays - 1, false));
  }

  private mean(attribute: unknown, source: unknown, purchases: (rate: number) => number): number {
    const spend = (spendTruth.p * spendTruth.gamma) / (spendTruth.q - 1);
    let sum = 0;
    let shares = 0;
    for (const { channel, country, rateFactor, spendFactor } of this.world.attributes.segments) {
      if (attribute === "channel" && channel.name !== source) continue;
      if (attribute === "country" && country.name !== source) continue;
      const share = channel.share * country.share;
      shares += share;
      sum += share * margin * spend * spendFactor * purchases(rateFactor);
    }
    return sum / shares;
  }

  /** Purchases are seen by the day: those of a day are those of half a day more. */
  private repeats(rateFactor: number, days: number, discounted: boolean): number {
    const key = JSON.stringify([rateFactor, days, discounted]);
    const found = this.known.get(key) ?? this.repeatsOf(rateFactor, days, discounted);
    this.known.set(key, found);
    return found;
  }

  private repeatsOf(rateFactor: number, days: number, discounted: boolean): number {
    const { rate, leaving, regularity } = this.world.kind;
    const model = purchaseModel(this.world.name === "regular" ? "mbg-cnbd-k" : "bg-nbd");
    const params = {
      ...{ r: rate.r, alpha: rate.alpha / rateFactor, ...leaving },
      ...(regularity > 1 && { k: regularity }),
    };
    const until = (day: number): number => model.expectedPurchasesNewCustomer(params, day + 0.5);
    if (!discounted) return until(days);
    const step = days > yearDays ? 30 : 5;
    let sum = 0;
    for (let from = 0; from < days; from += step) {
      const to = Math.min(days, from + step);
      const middle = (from + to) / 2;
      sum += (until(to) - (from === 0 ? 0 : until(from))) * (1 + annualDiscountRate) ** (-middle / 365);
    }
    return sum;
  }
}
