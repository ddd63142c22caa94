import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bgNbd, logNormalSpend, type Random, seededRandom } from "../../../models/index.js";
import { gammaVariate, normal } from "../../../models/numeric/random.js";
import type { SpendCandidate } from "../../../pipeline/artifacts/model-file.js";
import { near } from "../../models/near.js";
import { clv, scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder, modelOf, scoresOf } from "./logged-run.js";

const root = await scratch();
const start = "2023-01-01";
const asOf = "2024-10-31";
const names = ["gamma-gamma", "credibility", "gamma-regression", "log-normal"];

/** What a customer pays for its first purchase, and for each one after it. */
type Prices = (random: Random) => { readonly first: () => number; readonly later: () => number };

/** A log of customers who buy by BG/NBD at prices of their own. */
function linesOf(customers: number, prices: Prices, seed: number): (string | number)[][] {
  const random = seededRandom(seed);
  const length = daysBetween(start, asOf);
  return Array.from({ length: customers }, (_, i) => {
    const { first, later } = prices(random);
    const born = (i * 11) % 420;
    const { times } = bgNbd.simulate({ r: 2, alpha: 20, a: 0.4, b: 8 }, length - born, random);
    const days = [...new Set([born, ...times.map((t) => born + Math.round(t))])].filter((d) => d <= length);
    return days.map((day, k) => [`c${i}`, dayAfter(start, day), (k === 0 ? first() : later()).toFixed(2)]);
  }).flat();
}

/** Gamma-Gamma after a first order that says nothing of later ones, such as one at an offer for new customers. */
const gammaGammaPrices: Prices = (random) => {
  const rate = gammaVariate(random, 4, 20);
  return { first: () => gammaVariate(random, 2, 0.1), later: () => gammaVariate(random, 6, rate) };
};

const logNormalPrices: Prices = (random) => {
  const theta = 3 + 0.7 * normal(random);
  const later = (): number => Math.exp(theta + 1.3 * normal(random));
  return { first: later, later };
};

/** Two prices, of which nine in ten pay the low one, always: as for subscriptions. q runs away, so that no own mean would count. */
const planPrices: Prices = (random) => {
  const price = (): number => 9.99;
  const dear = (): number => 99;
  return random() < 0.9 ? { first: price, later: price } : { first: dear, later: dear };
};

// biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
type Printed = any;

async function chosenOf(
  prices: Prices,
  flags: Record<string, unknown> = {},
  until: "fit" | "score" = "fit",
): Promise<{
  readonly run: Printed;
  readonly candidates: readonly SpendCandidate[];
  readonly folder: string;
}> {
  const folder = await logFolder(root, linesOf(600, prices, 7));
  const run = await runHere(
    folder,
    { asOf, spend: { model: "auto" }, uncertainty: { intervals: false }, ...flags },
    { until },
  );
  return { folder, run, candidates: (await modelOf(run.runDir)).spend!.compared!.candidates };
}

describe("the best on the holdout is taken", () => {
  test.each([
    ["gamma-gamma", gammaGammaPrices],
    ["log-normal", logNormalPrices],
  ] as const)("%s where that is true", async (name, prices) => {
    const { run, candidates } = await chosenOf(prices);
    expect(candidates.map((c) => c.model).sort()).toEqual([...names].sort());
    expect(candidates.filter((c) => c.chosen).map((c) => c.model)).toEqual([name]);
    const compared = candidates.filter((c) => c.score !== null);
    const [best, second] = compared;
    expect(best).toMatchObject({ model: name, behind: 0, behindError: 0 });
    expect(second!.behind).toBeGreaterThan(0);
    expect(second!.behindError).toBeGreaterThan(0);
    for (const [i, c] of compared.slice(1).entries())
      expect(c.score! - compared[i]!.score!).toBeLessThanOrEqual(0);
    const { spend, modelVersion } = await modelOf(run.runDir);
    expect(spend!.predictor?.model ?? spend!.model).toBe(name);
    expect(modelVersion).toContain(`+${name}-`);
    expect(spend!.compared!.cut).toBe(dayAfter(asOf, -Math.floor(daysBetween(start, asOf) / 3)));
  });

  test("credibility where Gamma-Gamma is unsound, which is not compared; of equals it comes before log-normal", async () => {
    const { candidates } = await chosenOf(planPrices);
    const of = (model: string): SpendCandidate => candidates.find((c) => c.model === model)!;
    expect(of("credibility")).toMatchObject({ chosen: true, behind: 0, meanAbsoluteError: 0 });
    expect(of("gamma-gamma")).toMatchObject({ status: "unsound", score: null, chosen: false });
    expect(of("log-normal").meanAbsoluteError).toBeLessThan(1e-3);
    expect(of("gamma-gamma").reason).toMatch(/price of their own/);
  });

  test("nothing to compare with: Gamma-Gamma stands, with a warning", async () => {
    const lines = linesOf(300, gammaGammaPrices, 7).filter(([, day]) => String(day) < "2024-01-01");
    const folder = await logFolder(root, lines);
    const run = await runHere(
      folder,
      { asOf, spend: { model: "auto" }, uncertainty: { intervals: false } },
      { until: "fit" },
    );
    expect((await modelOf(run.runDir)).spend).toMatchObject({ model: "gamma-gamma", compared: null });
    expect(run.log).toContain("cannot compare models on what was bought after 2024-03-22");
  });
});

describe("a run with the chosen model", () => {
  test("scores, validates and explains by it, and shows the comparison", async () => {
    const { run, folder } = await chosenOf(
      logNormalPrices,
      {
        uncertainty: { intervals: true },
        value: { horizonsDays: [90] },
        validate: { when: "always", origins: 1, models: ["bg-nbd"], replicates: 20, totalOrigins: 0 },
      },
      "score",
    );
    const spend = (await modelOf(run.runDir)).spend!;
    if (spend.predictor?.model !== "log-normal") return expect.fail("log-normal was not chosen");
    const { params } = spend.predictor.logNormal;
    const scores = await scoresOf(run.runDir);
    const logs = new Map<string, number[]>();
    for (const [id, , amount] of linesOf(600, logNormalPrices, 7))
      logs.set(String(id), [...(logs.get(String(id)) ?? []), Math.log(Number(amount))]);
    for (const [id, own] of logs) {
      const sum = own.reduce((total, v) => total + v, 0);
      near(Number(scores.get(id)!.expected_spend), logNormalSpend(params, own.length, sum), 1e-8);
    }
    // at the cut, at the end and at the origin of the backtest
    const log = await readFile(join(run.runDir, "log.jsonl"), "utf8");
    expect(log.match(/"log-normal: \d+ customers/g)).toHaveLength(3);
    expect(run.text).toContain("Spend models compared on");
    expect(run.text).toMatch(/log-normal +\d\.\d{4} .* chosen/);
    expect(run.text).toContain("Spend per purchase: log-normal, identified");
    const { out, err } = await clv(["explain", "c2", "--json"], { cwd: folder });
    const steps = JSON.parse(out || err).steps as Printed[];
    expect(steps.find((s) => s.name === "expected spend").meaning).toBe("per future purchase, by log-normal");
  });
});
