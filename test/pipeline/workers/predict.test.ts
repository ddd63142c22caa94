import { expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { bgNbd, type Histories, type HistoryPredictions, seededRandom } from "../../../models/index.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import { openPool } from "../../../pipeline/workers/pool.js";
import { type PredictInput, predict, rowRanges, rowsOf } from "../../../pipeline/workers/predict.js";
import { sharedColumns } from "../../../pipeline/workers/shared-columns.js";

const params = { r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 };
const horizonsDays = [90, 365];
const delta = 0.00026;
const intervals = { levels: [0.1, 0.9], spend: { p: 6.25, q: 3.74 } };

function simulated(customers: number): Histories {
  const random = seededRandom(4);
  const [x, tx, T]: number[][] = [[], [], []];
  for (let i = 0; i < customers; i++) {
    T!.push(100 + Math.floor(random() * 100));
    const days = new Set(bgNbd.simulate(params, T![i]!, random).times.map(Math.ceil));
    x!.push(days.size);
    tx!.push(Math.max(0, ...days));
  }
  return historiesFrom(x!, tx!, T!);
}

const h = sharedColumns(simulated(3000));
const input: PredictInput = {
  model: "bg-nbd",
  params,
  histories: h,
  horizonsDays,
  delta,
  groups: null,
  intervals,
};
const columnsOf = (p: HistoryPredictions): Float64Array[] => [
  p.pAlive,
  p.residual,
  ...p.expected,
  ...p.discounted,
  ...p.variance,
  ...p.purchaseQuantiles.flat(),
  ...p.valueQuantiles.flat(),
];

test("ranges cover the rows once, in order, with about equal work", () => {
  for (const work of [1, 100, 1000, 1e9]) {
    const ranges = rowRanges(h, work);
    expect(ranges[0]!.from).toBe(0);
    expect(ranges.at(-1)!.to).toBe(h.n.length);
    for (let i = 1; i < ranges.length; i++) expect(ranges[i]!.from).toBe(ranges[i - 1]!.to);
    for (const { from, to } of ranges) expect(to).toBeGreaterThan(from);
  }
  expect(rowRanges(h, 1)).toHaveLength(h.n.length);
  expect(rowRanges(h, 1e9)).toHaveLength(1);
  expect(rowRanges(historiesFrom([], [], []))).toEqual([]);
});

test("the same bytes come from one range, many ranges, one thread and two threads", async () => {
  const whole = columnsOf(predictHistories(bgNbd, params, h, horizonsDays, delta, intervals));
  const ranges = rowRanges(h, 200);
  expect(ranges.length).toBeGreaterThan(5);
  const here = ranges.map((range) => predict(input, range));
  const parts = [here];
  for (const threads of [1, 2]) {
    const pool = openPool(threads);
    parts.push(await pool.run("predict", input, ranges));
    await pool.close();
  }
  for (const part of parts)
    whole.forEach((column, c) => {
      const joined = part.flatMap((p) => [...columnsOf(p)[c]!]);
      expect(joined).toEqual([...column]);
    });
  expect(parts[2]![0]!.pAlive.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test("without intervals there are expectations alone", () => {
  const plain = predict({ ...input, intervals: null }, { from: 3, to: 9 });
  expect(plain.variance).toEqual([]);
  expect([...plain.expected[1]!]).toEqual([
    ...predictHistories(bgNbd, params, rowsOf(h, { from: 3, to: 9 }), horizonsDays, delta).expected[1]!,
  ]);
});

test("each group is predicted with its own parameters", () => {
  const busy = { ...params, alpha: 20 };
  const group = Uint32Array.from(h.n, (_, i) => i % 2);
  const range = { from: 1, to: h.n.length };
  const out = columnsOf(
    predict({ ...input, groups: { group, params: [params, busy], points: null } }, range),
  );
  const own = [params, busy].map((p) => columnsOf(predict({ ...input, params: p }, range)));
  out.forEach((column, c) => {
    expect([...column]).toEqual(Array.from(column, (_, i) => own[(i + 1) % 2]![c]![i]!));
  });
});
