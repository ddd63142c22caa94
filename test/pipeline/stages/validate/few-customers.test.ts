import { expect, test } from "vitest";
import type { RankedModel } from "../../../../pipeline/artifacts/validation.js";
import {
  fewCustomers,
  type LogScores,
  logScoresOf,
} from "../../../../pipeline/stages/validate/few-customers.js";
import type { Forecast } from "../../../../pipeline/stages/validate/forecasts.js";
import { near } from "../../../models/near.js";

/** A hundred customers of an origin: the same log-score but for some. */
const scores = (usual: number, others: Readonly<Record<number, number>> = {}): Float64Array =>
  Float64Array.from({ length: 100 }, (_, i) => others[i] ?? usual);

const mean = (of: Float64Array): number => of.reduce((sum, v) => sum + v, 0) / of.length;

/** Ranked as a backtest does that has these log-scores. */
function ranked(origins: readonly LogScores[], aic: Readonly<Record<string, number>> = {}): RankedModel[] {
  const names = [...origins[0]!.keys()];
  const logScore = (model: string): number =>
    origins.reduce((sum, own) => sum + mean(own.get(model)!), 0) / origins.length;
  return names
    .map((model) => ({ model, logScore: logScore(model), aic: aic[model] ?? 1000, failed: 0 }))
    .sort((a, b) => b.logScore - a.logScore);
}

test("one customer of all origins who decides is found, and both log-scores are means over origins", () => {
  const origins: LogScores[] = [
    new Map([
      ["bg-nbd", scores(-1, { 7: -5 })],
      ["mbg-nbd", scores(-0.9, { 7: -60 })],
    ]),
    new Map([
      ["bg-nbd", scores(-1.2)],
      ["mbg-nbd", scores(-1.1)],
    ]),
  ];
  const ranking = ranked(origins);
  expect(ranking[0]!.model).toBe("bg-nbd");
  const found = fewCustomers(ranking, origins)!;
  const carriers = found.withoutCarriers!;
  expect([carriers.customers, carriers.decides]).toEqual([1, true]);
  expect(carriers.ranking.map(({ model }) => model)).toEqual(["mbg-nbd", "bg-nbd"]);
  near(carriers.ranking[0]!.logScore, (-0.9 - 1.1) / 2, 1e-12);
  near(carriers.ranking[1]!.logScore, (-1 - 1.2) / 2, 1e-12);
  expect(found.withoutWorst).toMatchObject({ customers: 10, decides: true });
});

test("nobody decides where most agree, or where without them two tie and AIC stays", () => {
  const agreed: LogScores[] = [
    new Map([
      ["bg-nbd", scores(-1)],
      ["mbg-nbd", scores(-1.1)],
    ]),
  ];
  expect(fewCustomers(ranked(agreed), agreed)).toMatchObject({
    ...{ withoutCarriers: null, withoutWorst: { customers: 5, decides: false } },
  });
  const tied: LogScores[] = [
    new Map([
      ["bg-nbd", scores(-1, { 3: -2 })],
      ["mbg-nbd", scores(-0.995, { 3: -9 })],
    ]),
  ];
  const found = fewCustomers(ranked(tied, { "bg-nbd": 900 }), tied)!;
  expect([found.withoutCarriers, found.withoutWorst.decides]).toEqual([null, false]);
  expect(fewCustomers(ranked(tied, { "mbg-nbd": 900 }), tied)!.withoutCarriers).toMatchObject({
    customers: 1,
  });
});

test("models that failed somewhere are in no ranking, and there is none without another", () => {
  const origins: LogScores[] = [new Map([["bg-nbd", scores(-1)]])];
  const failed = { model: "nbd", logScore: null, aic: null, failed: 1 };
  const found = fewCustomers([...ranked(origins), failed], origins)!;
  expect(found.withoutWorst.ranking).toEqual([{ model: "bg-nbd", logScore: -1 }]);
  expect(fewCustomers([failed], origins)).toBeNull();
});

test("log-scores are those of models that were fitted, with a floor under what was impossible", () => {
  const forecast = (name: string, kind: string, mass?: readonly number[]): Forecast =>
    ({ name, kind, columns: mass === undefined ? null : { purchases: { mass } } }) as unknown as Forecast;
  const found = logScoresOf([
    forecast("bg-nbd", "model", [0.5, 0]),
    forecast("nbd", "model"),
    forecast("champion", "champion", [0.5, 0.5]),
  ]);
  expect([...found.keys()]).toEqual(["bg-nbd"]);
  near(found.get("bg-nbd")![0]!, Math.log(0.5), 1e-15);
  near(found.get("bg-nbd")![1]!, Math.log(1e-300), 1e-15);
});
