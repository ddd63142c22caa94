import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Account } from "../../../../pipeline/artifacts/account.js";
import type { ModelFile } from "../../../../pipeline/artifacts/model-file.js";
import type { StageContext } from "../../../../pipeline/stage.js";
import { writeRepeats } from "../../../../pipeline/stages/summarize/repeats.js";
import { backtestTotals } from "../../../../pipeline/stages/validate/totals.js";
import { sentence } from "../../../../pipeline/text/messages/message.js";
import { backtestTotals as task } from "../../../../pipeline/workers/backtest-totals.js";
import { type LogRow, writtenDay } from "../../sql/random-log.js";
import { boughtAfter, type SimulatedLog, simulatedLog } from "../../workers/simulated-log.js";
import { logEngine } from "../log-engine.js";

const open = await logEngine();
const days = 460;

/** A purchase of 20.00 each. */
const rowsOf = (log: SimulatedLog): LogRow[] =>
  log.flatMap((own, i) =>
    own.map((day): LogRow => ({ customer: `C${i}`, day, units: 200_000, refund: false })),
  );

const model = (name = "bg-nbd"): ModelFile =>
  ({
    purchase: { model: name, dayParams: {} },
    spend: { model: "gamma-gamma", params: {}, fallback: { meanSpend: 11, reason: "" }, predictor: null },
  }) as unknown as ModelFile;

async function tried(log: SimulatedLog, of: ModelFile, config: object = {}) {
  const rows = rowsOf(log);
  const context = await open(rows, { separate: false, money: true, asOf: days - 1, rowsPerShard: null });
  const said: string[] = [];
  const own = {
    ...context,
    runDir: mkdtempSync(join(tmpdir(), "clv-totals-")),
    config: {
      ...context.config,
      value: { ...context.config.value, horizonsDays: [60, 120] },
      validate: { ...context.config.validate, ...config },
    },
    log: (text: string) => said.push(text),
    pool: {
      threads: 2,
      run: async (_: string, input: never, items: never[]) => items.map((i) => task(input, i)),
    },
  } as unknown as StageContext;
  const first = Math.min(...rows.map((r) => r.day));
  const account = {
    ...{ accepted: rows.length, firstDay: writtenDay(first), asOf: writtenDay(days - 1) },
  } as unknown as Account;
  const repeats = await writeRepeats(account, own);
  return { found: await backtestTotals(account, of, repeats, own), said };
}

test("totals are compared with what the log says, by origin, horizon and month", async () => {
  const log = simulatedLog({ customers: 300, days, seed: 3 }, () => 1);
  const { found } = await tried(log, model(), { totalOrigins: 4 });
  expect(found.skipped).toBeNull();
  expect(found.origins.map((o) => o.origin)).toEqual([309, 339, 369, 399].map(writtenDay));
  const [first, , , last] = found.origins;
  expect(first!.horizons.map((h) => h.days)).toEqual([60, 120]);
  expect(last!.horizons.map((h) => h.days)).toEqual([60]);
  const { purchases, value } = first!.horizons[1]!;
  expect(purchases.actual).toBe(boughtAfter(log, 309, 429));
  expect(value!.actual).toBeCloseTo(20 * purchases.actual, 6);
  expect(purchases.rivals["last-period"]).toBe(boughtAfter(log, 189, 309) + newSince(log, 189, 309));
  expect(purchases.rivals["last-year"]).toBeNull();
  // of the run's mean of 11 nothing is left
  expect(value!.expected / purchases.expected).toBeCloseTo(20, 6);
  expect(first!.calendar).toBe(true);
  const months = first!.months.map((m) => m.purchases.actual);
  expect(months.reduce((a, b) => a + b, 0)).toBe(purchases.actual);
  expect(found.byHorizon.map((h) => [h.days, h.origins, h.effective])).toEqual([
    [60, 4, 2],
    [120, 2, 0.5],
  ]);
  expect(found.byHorizon[0]!.purchases.coverage95).toBeGreaterThan(0.5);
  expect(found.byHorizon[0]!.purchases.rivals["last-period"]!.origins).toBe(4);
  expect(found.months!.purchases.origins).toBe(
    first!.months.length + found.origins.slice(1).reduce((n, o) => n + o.months.length, 0),
  );
  expect(found.safety.byHorizon.map((h) => h.days)).toEqual([60, 120]);
});

/** Repeat purchases in a window by customers who came within it. */
function newSince(log: SimulatedLog, after: number, until: number): number {
  return log
    .filter(([first]) => first! > after && first! <= until)
    .reduce((sum, own) => sum + own.slice(1).filter((day) => day <= until).length, 0);
}

test("an origin on which nobody had bought again is named, and costs the others nothing", async () => {
  const log = simulatedLog({ customers: 300, days, seed: 3 }, () => 1).map((own) => {
    const [first] = own;
    return [first!, ...own.slice(1).filter((day) => day > 320)];
  });
  const { found, said } = await tried(log, model(), { totalOrigins: 4 });
  const [early, ...later] = found.origins;
  expect(sentence(early!.left!)).toBe("no customer had bought again by then");
  expect(early!.horizons).toEqual([]);
  expect(later.every((o) => o.left === null && o.horizons.length > 0)).toBe(true);
  expect(said).toEqual([
    `totals as of ${writtenDay(309)} are left out: no customer had bought again by then`,
  ]);
  expect(found.byHorizon[0]!.origins).toBe(3);
});

test.each([
  [{ totalOrigins: 0 }, "bg-nbd", "validate.totalOrigins is 0"],
  [{}, "sbg", "sbg counts periods"],
])("with %o and %s nothing is tried, which says why", async (config, name, why) => {
  const log = simulatedLog({ customers: 20, days, seed: 3 }, () => 1);
  const { found } = await tried(log, model(name), config);
  expect(sentence(found.skipped!)).toContain(why);
  expect([found.origins, found.byHorizon]).toEqual([[], []]);
});
