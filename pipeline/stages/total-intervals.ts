import {
  type Histories,
  type HistoryPredictions,
  type Params,
  type PurchaseModelName,
  type SegmentSums,
  type SegmentTotals,
  type SpendModelName,
  type SpendParams,
  spendModel,
  totalDoubt,
  totalIntervals,
} from "../../models/index.js";
import type { Row } from "../engines/engine.js";
import { intervalBounds } from "../sql/interval-columns.js";
import { segmentCount, segmentSums, segmentValues, spendSums } from "../sql/segment-sums.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { predict } from "../workers/predict.js";
import { attributeNames } from "./ingest.js";
import { fittedPurchaseModel, type ModelFile } from "./model-file.js";
import { type GroupParams, modelTime, spendParams } from "./predict.js";
import type { SegmentInterval, TotalInterval } from "./score-summary.js";

const mostSegments = 50; // of one attribute: more is no segmentation but an id

/** Intervals of the total and of every segment that an attribute makes; `null` stands for customers without a value. */
export async function totalsWithIntervals(
  h: Histories,
  predictions: HistoryPredictions,
  m: ModelFile,
  groups: GroupParams | null,
  context: StageContext,
): Promise<{ readonly total: SegmentInterval; readonly segments: readonly SegmentInterval[] }> {
  const { engine, config, log } = context;
  const customers = engine.dialect.table("customers");
  const named: { attribute: string | null; value: string | null; sums: SegmentSums }[] = [
    {
      attribute: null,
      value: null,
      sums: (await readSegments(spendSums(customers, groups !== null), h, groups, context))[0]!.sums,
    },
  ];
  for (const attribute of attributeNames(config)) {
    const [row] = await engine.rows(segmentCount(customers, attribute, mostSegments), context.signal);
    if (Number(row?.n) > mostSegments) {
      log(`${attribute} has more than ${mostSegments} values: no totals by it`);
      continue;
    }
    for (const segment of await readSegments(
      segmentSums(customers, attribute, groups !== null),
      h,
      groups,
      context,
    ))
      named.push({ attribute, ...segment });
  }
  const { horizons, delta } = modelTime(m, config.value);
  const spend = spendParams(m);
  const sums = named.map((s) => s.sums);
  const doubt = m.purchase.doubt
    ? totalDoubt(fittedPurchaseModel(m), m.purchase.dayParams, h, predictions, sums, {
        horizons,
        delta,
        spend,
        points: m.purchase.doubt.points,
        ...(groups && { predictAt: byGroup(m, groups, horizons, delta) }),
        spendPoints: spendPoints(m, log),
      })
    : null;
  const totals = totalIntervals(h, predictions, sums, {
    levels: intervalBounds.map((b) => b.level),
    margin: config.value.margin,
    spend,
    ...(doubt && { doubt }),
  });
  const scored = m.spend.predictor ? await scoredValues(named, context) : null;
  const [total, ...segments] = totals.map(
    (t, i): SegmentInterval => ({
      attribute: named[i]!.attribute,
      value: named[i]!.value,
      customers: t.customers,
      horizons: config.value.horizonsDays.map((days, j) => ({
        days,
        purchases: interval(t.purchases[j]!),
        clv: scaled(interval(t.value[j]!), scored?.[i]?.[j] ?? null),
      })),
    }),
  );
  return { total: total!, segments };
}

/** Points of the spend model that have a finite mean: where spend is hardly identified, some may have none. */
function spendPoints({ spend }: ModelFile, log: StageContext["log"]): SpendParams[] {
  const points = spend.doubt?.points ?? [];
  const model = spendModel(spend.model as SpendModelName);
  const finite = points.filter((p) => Number.isFinite(model.populationMean(p)));
  if (finite.length < points.length)
    log(
      `totals leave out ${points.length - finite.length} of ${points.length} ${spend.model} parameters without a mean`,
    );
  return finite as unknown as SpendParams[];
}

function interval(t: SegmentTotals["purchases"][number]): TotalInterval {
  const [lo95, lo80, hi80, hi95] = t.quantiles as [number, number, number, number];
  return { expected: t.expected, lo95, lo80, hi80, hi95, chance: t.chance, doubt: t.doubt };
}

/** Predictions with the parameters of each history's group. */
function byGroup(m: ModelFile, groups: GroupParams, horizonsDays: readonly number[], delta: number) {
  const model = m.purchase.model as PurchaseModelName;
  return (point: Params, histories: Histories, rows: ArrayLike<number>): HistoryPredictions => {
    const group = Uint32Array.from(rows, (row) => groups.group[row]!);
    const input = { model, params: point, histories, horizonsDays, delta, intervals: null };
    const all = { from: 0, to: histories.n.length };
    return predict({ ...input, groups: { group, params: groups.of(point), points: null } }, all);
  };
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

/** Reads sums in the order of the histories, so that one walk over these finds every row; a new segment starts it anew. */
async function readSegments(
  select: Sql,
  h: Histories,
  groups: GroupParams | null,
  { engine, signal }: StageContext,
): Promise<{ value: string | null; sums: SegmentSums }[]> {
  const found: { value: string | null; row: number[]; n: number[]; z: number[]; zz: number[] }[] = [];
  let at = 0;
  for await (const batch of engine.query(select, signal)) {
    const column = (name: string) => batch.getChild(name);
    const segment = column("segment");
    const [x, tx, T, n, z, zz] = ["x", "t_x", "t_cal", "n", "z", "zz"].map((name) => column(name)!.toArray());
    const group = column("covariate_group")?.toArray();
    for (let i = 0; i < batch.numRows; i++) {
      const value = segment === null ? null : (segment.get(i) as string | null);
      let current = found.at(-1);
      if (current === undefined || current.value !== value) {
        current = { value, row: [], n: [], z: [], zz: [] };
        found.push(current);
        at = 0;
      }
      while (
        h.x[at] !== x[i] ||
        h.tx[at] !== tx[i] ||
        h.T[at] !== T[i] ||
        (groups !== null && groups.group[at] !== group[i])
      ) {
        if (at >= h.x.length)
          throw new Error("customers have a history that is not among the distinct ones: summarize again");
        at++;
      }
      current.row.push(at);
      current.n.push(Number(n[i]));
      current.z.push(z[i]);
      current.zz.push(zz[i]);
    }
  }
  return found.map(({ value, row, n, z, zz }) => ({
    value,
    sums: {
      row: Uint32Array.from(row),
      n: Float64Array.from(n),
      z: Float64Array.from(z),
      zz: Float64Array.from(zz),
    },
  }));
}
