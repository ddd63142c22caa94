import {
  fromNow,
  type RelativeDoubt,
  sampledDoubt,
  type TotalSums,
  totalsOfSums,
} from "../../../models/index.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { ScoreSummary, SegmentInterval, TotalInterval } from "../../artifacts/score-summary.js";
import type { Segment } from "../../artifacts/scored-part.js";
import type { Row } from "../../engines/engine.js";
import { segmentValues } from "../../sql/segment-sums.js";
import type { StageContext } from "../../stage.js";
import { spendParams } from "../fit/spend-terms.js";
import { futureOf } from "./future.js";
import { levelOfTotals } from "./period-level.js";
import type { ScoreInputs } from "./score-inputs.js";
import { type TotalsSample, totalInterval, totalOptions } from "./totals-sample.js";

/**
 * Intervals of the total and of every segment that an attribute makes; `null` stands for customers without a value.
 * @param named sums of all customers, then of each segment
 */
export async function totalsWithIntervals(
  named: readonly Segment<TotalSums>[],
  sample: TotalsSample,
  inputs: ScoreInputs,
  context: StageContext,
): Promise<NonNullable<ScoreSummary["intervals"]>> {
  const { config } = context;
  const { model } = inputs;
  const { horizonsDays } = config.value;
  const { commonOf, horizons } = futureOf(model, config.value);
  const doubt = sample.points.length > 1 ? doubtOf(named, sample, model, horizonsDays) : null;
  const common = commonOf?.(horizonsDays.map(fromNow)) ?? (await levelOfTotals(inputs, horizons, context));
  const totals = totalsOfSums(
    named.map((s) => s.sums),
    {
      ...totalOptions(model, config, horizonsDays),
      ...(doubt && { doubt }),
      ...(common && { common }),
    },
  );
  const scored = model.spend?.predictor ? await scoredValues(named, context) : null;
  const [total, ...segments] = totals.map(
    (t, i): SegmentInterval => ({
      attribute: named[i]!.attribute,
      value: named[i]!.value,
      customers: t.customers,
      horizons: horizonsDays.map((days, j) => ({
        days,
        purchases: totalInterval(t.purchases[j]!),
        ...(model.spend && { clv: scaled(totalInterval(t.value[j]!), scored?.[i]?.[j] ?? null) }),
      })),
    }),
  );
  return { total: total!, segments };
}

/** What the doubt about parameters does to each total. */
function doubtOf(
  named: readonly Segment<TotalSums>[],
  { customers, spendPoints, upTo }: TotalsSample,
  model: ModelFile,
  horizonsDays: readonly number[],
): RelativeDoubt[] {
  return sampledDoubt(
    customers.sample,
    upTo(horizonsDays),
    named.map((s) => ({ sums: s.sums, sampled: customers.of(s) })),
    { spend: spendParams(model.spend), spendPoints },
  );
}

/** Gamma-Gamma's interval around another model's expected value: as wide in proportion. */
function scaled(t: TotalInterval, expected: number | null): TotalInterval {
  if (expected === null || !(t.expected > 0)) return t;
  const factor = expected / t.expected;
  return Object.fromEntries(Object.entries(t).map(([k, v]) => [k, v * factor])) as unknown as TotalInterval;
}

/** By segment and horizon: the value that its customers were scored with. */
async function scoredValues(
  named: readonly { readonly attribute: string | null; readonly value: string | null }[],
  { engine, config, signal }: StageContext,
): Promise<number[][]> {
  const { horizonsDays } = config.value;
  const scores = engine.dialect.table("scores");
  const found = new Map<string | null, Row[]>();
  for (const attribute of new Set(named.map((s) => s.attribute)))
    found.set(attribute, await engine.rows(segmentValues(scores, attribute, horizonsDays), signal));
  return named.map(({ attribute, value }) => {
    const row = found.get(attribute)!.find((r) => attribute === null || (r.segment ?? null) === value);
    return horizonsDays.map((days) => Number(row?.[`clv_${days}d`] ?? 0));
  });
}
