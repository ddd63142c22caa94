import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  bgNbd,
  historiesFrom,
  inOperationalTime,
  operationalDays,
  outlook,
  type Params,
} from "../../../models/index.js";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import type { Backtest } from "../../../pipeline/artifacts/validation.js";
import { whyNotComparable } from "../../../pipeline/stages/validate/champion.js";
import { sentence } from "../../../pipeline/text/messages/message.js";
import { calendarDay } from "../../../pipeline/time/day-number.js";
import { scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder } from "./logged-run.js";
import { simulatedLog } from "./simulated-log.js";

const root = await scratch();
const start = "2023-01-01";
const world = { r: 1.1, alpha: 16, a: 0.4, b: 1.5 };
const log = simulatedLog(bgNbd, world, start, { customers: 1500, days: 400, arrivals: 250, seed: 5 }).map(
  (line) => line.slice(0, 3),
);
const settings = { uncertainty: { intervals: false }, retrain: { when: "always" } };
const validated = { when: "always", replicates: 40, totalOrigins: 0, models: ["bg-nbd", "nbd"] };
const never = { when: "never" };

const backtestIn = async ({ runDir }: { runDir: string }): Promise<Backtest> =>
  JSON.parse(await readFile(join(runDir, "validation.json"), "utf8")).backtest;

/** Expected and actual purchases after an origin of every customer known on it, by a plain loop over the log, on the model's own clock. */
function predicted({ purchase }: ModelFile, origin: string, days: number): [number, number][] {
  const params = purchase.dayParams as Params<"r" | "alpha" | "a" | "b">;
  const asOf = calendarDay(origin)!;
  const ahead = outlook(purchase.calendar!, asOf, asOf + days);
  const bought = new Map<string, string[]>();
  for (const [id, day] of log as [string, string][]) bought.set(id, [...(bought.get(id) ?? []), day]);
  return [...bought.values()].flatMap((all): [number, number][] => {
    const known = all.filter((day) => day <= origin).sort();
    const [first] = known;
    if (first === undefined) return [];
    const until = dayAfter(origin, days);
    const followed = all.filter((day) => day > origin && day <= until).length;
    const own = historiesFrom(
      [known.length - 1],
      [daysBetween(first, known.at(-1)!)],
      [daysBetween(first, origin)],
    );
    const { x, tx, T } = inOperationalTime(own, ahead.clock, asOf);
    const t = operationalDays(ahead, days);
    return [[bgNbd.expectedPurchases(params, x[0]!, tx[0]!, T[0]!, t), followed]];
  });
}

describe("a champion that knows no day after the last origin", () => {
  let folder: string;
  let champion: ModelFile;
  // biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
  let run: any;
  let found: Backtest;

  beforeAll(async () => {
    folder = await logFolder(root, log);
    const first = await runHere(folder, { ...settings, asOf: dayAfter(start, 260), validate: never });
    champion = JSON.parse(await readFile(join(first.runDir, "champion.json"), "utf8"));
    run = await runHere(
      folder,
      { ...settings, asOf: dayAfter(start, 400), validate: validated },
      { until: "gate" },
    );
    found = await backtestIn(run);
  }, 60_000);

  test("forecasts its holdout with the parameters that it has", () => {
    expect(found.champion).toMatchObject({
      version: champion.modelVersion,
      model: "bg-nbd",
      fittedAsOf: dayAfter(start, 260),
      notComparable: null,
    });
    const kinds = found.origins.map((o) => o.forecasts.filter((f) => f.kind === "champion").length);
    expect(kinds).toEqual([0, 0, 1]);
    const { origin, forecasts } = found.origins.at(-1)!;
    const { score } = forecasts.find((f) => f.kind === "champion")!.scores!.purchases;
    const would = predicted(champion, origin, found.holdoutDays);
    const total = would.reduce((sum, [expected]) => sum + expected, 0);
    const mae = would.reduce((sum, [e, y]) => sum + Math.abs(e - y), 0) / would.length;
    expect(score.forecastTotal / total).toBeCloseTo(1, 6);
    expect(score.measures.mae! / mae).toBeCloseTo(1, 6);
    const fresh = forecasts.find((f) => f.name === "bg-nbd")!.scores!.purchases.score.measures;
    expect(fresh.mae, "its parameters are not those that are fitted on the origin").not.toBe(
      score.measures.mae,
    );
  });

  test("the kind that was fitted is compared with it in pairs: in the gate, too", () => {
    const { forecasts, origin, until } = found.origins.at(-1)!;
    const of = (name: string): number =>
      forecasts.find((f) => f.name === name)!.scores!.purchases.score.measures.logScore!;
    const { value, low, high } = found.champion!.differences!.purchases.logScore!;
    expect(value).toBeCloseTo(of("champion") - of("bg-nbd"), 9);
    expect(low <= value && value <= high).toBe(true);
    const gate = run.gate.gates.find((g: { gate: string }) => g.gate === "champion");
    expect(gate.state).toBe(low <= 0 ? "passed" : "refused");
    expect(gate.reason).toContain(
      `a bg-nbd fitted as of ${origin} against the champion of ${dayAfter(start, 260)}, to ${until}`,
    );
    expect(run.gate.outcome).toBe("refit");
  });

  test("it is no model to choose from, and in no mean over origins", () => {
    expect(found.ranking.map((m) => m.model).sort()).toEqual(["bg-nbd", "nbd"]);
    expect(found.overall.map((f) => f.name)).not.toContain("champion");
    expect(Object.keys(found.corrections).sort()).toEqual(["bg-nbd", "nbd"]);
  });

  test("the summary shows it", () => {
    expect(run.said).toContain(
      `The champion ${champion.modelVersion}, fitted as of ${dayAfter(start, 260)} and frozen since`,
    );
    expect(run.text).toMatch(/^ {2}champion \(frozen\)(?: +-)+ +-?\d/m);
    expect(run.text).toMatch(
      /^ {2}worse than the champion by +[+-]0\.\d{4} \([+-]0\.\d{4} to [+-]0\.\d{4}\)/m,
    );
  });

  test("what the other forecasts are worth does not depend on it", async () => {
    const alone = await logFolder(root, log);
    const other = await backtestIn(
      await runHere(
        alone,
        { ...settings, asOf: dayAfter(start, 400), validate: validated },
        { until: "validate" },
      ),
    );
    expect(other.champion).toBeNull();
    expect(other.overall).toEqual(found.overall);
    expect(other.coverage).toEqual(found.coverage);
  });

  test("a champion that has seen the holdout is not compared with it, and the gate says so", async () => {
    const next = await runHere(folder, {
      ...settings,
      asOf: dayAfter(start, 399),
      runsDir: "young",
      validate: never,
    });
    const again = await runHere(
      folder,
      { ...settings, asOf: dayAfter(start, 400), runsDir: "young", validate: validated },
      { until: "gate" },
    );
    const backtest = await backtestIn(again);
    const { origin } = backtest.origins.at(-1)!;
    const why = `the champion knows days up to ${dayAfter(start, 399)}, after the last origin ${origin}`;
    expect(backtest.champion).toMatchObject({ version: next.gate.champion, differences: null });
    expect(sentence(backtest.champion!.notComparable!)).toBe(why);
    expect(backtest.origins.at(-1)!.forecasts.some((f) => f.kind === "champion")).toBe(false);
    const gate = again.gate.gates.find((g: { gate: string }) => g.gate === "champion");
    expect(gate).toMatchObject({ state: "not measured", value: null });
    expect(gate.reason).toBe(`not comparable: ${why}`);
    expect(again.said).toContain(`is not compared with what followed: ${why}`);
  }, 60_000);
});

test("champions with covariates, or of another time, cannot be compared with the backtests", () => {
  const windows = [{ origin: "2026-03-31", until: "2026-06-30", earlier: "2025-12-31" }];
  const why = (purchase: object, period: "month" | 7 | null): string | null => {
    const found = whyNotComparable(
      {
        purchase: { covariates: null, period: null, ...purchase } as ModelFile["purchase"],
        fittedAsOf: "2026-03-31",
      },
      { windows, period },
    );
    return found && sentence(found);
  };
  expect(why({}, null)).toBeNull();
  expect(why({ period: "month" }, "month")).toBeNull();
  expect(why({ covariates: { design: {}, coefficients: [] } }, null)).toBe(
    "the champion goes by covariates, which backtests leave out",
  );
  expect(why({ period: "month" }, null)).toBe("the champion counts time in months, the backtests in days");
  expect(why({}, 7)).toBe("the champion counts time in days, the backtests in periods of 7 days");
});

test("a discrete champion is compared with whole periods", async () => {
  const folder = await logFolder(root, log.slice(0, 2500));
  const discrete = { ...settings, purchase: { model: "bg-bb" } };
  await runHere(folder, { ...discrete, asOf: dayAfter(start, 242), validate: never });
  const run = await runHere(
    folder,
    {
      ...discrete,
      asOf: dayAfter(start, 400),
      validate: {
        when: "always",
        replicates: 40,
        origins: [dayAfter(start, 150), dayAfter(start, 300)],
        holdoutDays: 61,
      },
    },
    { until: "gate" },
  );
  const found = await backtestIn(run);
  expect(found.champion).toMatchObject({ model: "bg-bb", notComparable: null });
  const { forecasts } = found.origins.at(-1)!;
  const [fresh, frozen] = ["bg-bb", "champion"].map(
    (name) => forecasts.find((f) => f.name === name)!.scores!.purchases.score.measures.logScore!,
  );
  expect(found.champion!.differences!.purchases.logScore!.value).toBeCloseTo(frozen! - fresh!, 9);
}, 60_000);
