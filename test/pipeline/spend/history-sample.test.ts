import { expect, test } from "vitest";
import { historySampler } from "../../../models/index.js";
import { type HistoryRows, sampleHistories } from "../../../pipeline/spend/history-sample.js";

const rows = 500;
const column = (of: (i: number) => number): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => of(i));
const h = {
  x: column((i) => i >> 4),
  tx: column((i) => i & 15),
  T: column(() => 100),
  n: column((i) => 1 + (i % 5)),
};
const group = Uint32Array.from(h.x, (_, i) => (i * 7) % 31);

async function* streamed(atATime: number): AsyncGenerator<HistoryRows> {
  for (let from = 0; from < rows; from += atATime) {
    const cut = (of: Float64Array): Float64Array => of.subarray(from, from + atATime);
    const histories = { x: cut(h.x), tx: cut(h.tx), T: cut(h.T), n: cut(h.n) };
    yield { histories, group: group.subarray(from, from + atATime) };
  }
}

test.each([
  60, 1000,
])("a sample of %d from a stream is that of all, with the groups of what it picked", async (draws) => {
  const of = { rows, customers: h.n.reduce((sum, n) => sum + n, 0) };
  const sampler = historySampler(of, draws);
  const picked = sampler.add(h);
  const { group: found, ...sample } = await sampleHistories(streamed(61), of, draws);
  expect(sample).toEqual(sampler.sample());
  expect(picked).toHaveLength(Math.min(draws, rows));
  expect([...found]).toEqual(picked.map((i) => group[i]));
});
