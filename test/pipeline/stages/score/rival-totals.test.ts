import { expect, test } from "vitest";
import { rivalInterval, type TotalRival } from "../../../../models/index.js";
import type { ModelFile } from "../../../../pipeline/artifacts/model-file.js";
import type { StageContext } from "../../../../pipeline/stage.js";
import { rivalTotals } from "../../../../pipeline/stages/score/rival-totals.js";
import { type LogRow, writtenDay } from "../../sql/random-log.js";
import { logEngine } from "../log-engine.js";

const open = await logEngine();
const asOf = 499;
/** A first purchase of 20.00 on day 0, then one of 20.00 on each of these days. */
const days = [110, 150, 160, 180, 300, 430, 470, 499];
const rows = [0, ...days].map((day): LogRow => ({ customer: "c1", day, units: 200_000, refund: false }));
const within = (after: number, until: number): number => days.filter((d) => d > after && d <= until).length;

const rival = (name: string): TotalRival => ({
  ...{ rival: name, origins: 15, effective: 5, error: 0.04, modelError: 0.1 },
  ...{ pValue: 0.001, better: true, spread: 0.05 },
});
const model = (config: object = {}): ModelFile =>
  ({
    asOf: writtenDay(asOf),
    spend: {},
    totals: {
      safety: { byHorizon: [], unsupported: false, reason: null },
      rivals: [
        { days: 60, purchases: rival("last-year"), value: rival("last-period") },
        { days: 120, purchases: null, value: rival("last-year") },
      ],
    },
    ...config,
  }) as unknown as ModelFile;

async function totals(of: ModelFile, forecast: "auto" | "off" = "auto") {
  const context = await open(rows, { separate: false, money: true, asOf, rowsPerShard: null });
  const value = { ...context.config.value, horizonsDays: [60, 120], margin: 0.5, annualDiscountRate: 0.1 };
  const own = { ...context, config: { ...context.config, value, forecast: { rival: forecast } } };
  const account = { accepted: rows.length, firstDay: writtenDay(0), asOf: writtenDay(asOf) };
  return rivalTotals(of, account, own as StageContext);
}

test("totals are those of the last period, or of the same one last year, with the rival's interval", async () => {
  const [purchases, period, year] = await totals(model());
  expect(purchases).toMatchObject({ days: 60, target: "purchases", rival: "last-year" });
  expect(purchases!.total).toBe(within(asOf - 365, asOf - 365 + 60));
  const [lo80, hi80] = rivalInterval(purchases!.total, rival(""), 0.8);
  expect([purchases!.lo80, purchases!.hi80]).toEqual([lo80, hi80]);
  expect(purchases!.lo95).toBeLessThan(lo80);
  expect(period).toMatchObject({ days: 60, target: "value", rival: "last-period" });
  const discounted = (n: number, horizon: number): number => {
    const daily = Math.log(1.1) / 365;
    return (0.5 * 20 * n * (1 - Math.exp(-daily * horizon))) / (daily * horizon);
  };
  expect(period!.total).toBeCloseTo(discounted(within(asOf - 60, asOf), 60), 8);
  expect(year).toMatchObject({ days: 120, target: "value", rival: "last-year" });
  expect(year!.total).toBeCloseTo(discounted(within(asOf - 365, asOf - 365 + 120), 120), 8);
});

test("none where they are never to be used, or nothing is known of them", async () => {
  expect(await totals(model(), "off")).toEqual([]);
  expect(await totals(model({ totals: undefined }))).toEqual([]);
});
