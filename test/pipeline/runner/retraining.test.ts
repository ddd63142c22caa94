import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gateRefused } from "../../../pipeline/registry/gate-refused.js";
import type { Registry } from "../../../pipeline/registry/registry.js";
import { readRegistry, writeConfiguration } from "../../../pipeline/registry/store.js";
import { query } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { day, type Line, ordinary, shop, writeLog } from "../cli/shop-log.js";

/** A shop that has been open for a year, with enough orders a day for every check. */
const log: readonly Line[] = [0, 100, 200].flatMap((opening, i) =>
  shop(900, ordinary, i + 1, 400).map(
    ([customer, on, amount]): Line => [
      `${i}-${customer}`,
      day(opening + (Date.parse(on) - Date.parse(day(0))) / 86_400_000),
      amount,
    ],
  ),
);
const until = (last: number, change: (line: Line) => readonly Line[] = (l) => [l]): Line[] =>
  log.filter((l) => l[1] <= day(last)).flatMap(change);

const root = await mkdtemp(join(tmpdir(), "clv-retraining-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const monthly = "retrain: { policy: { refitAfterDays: 30 } }";

async function folderWith(settings = monthly): Promise<string> {
  const folder = await mkdtemp(join(root, "shop-"));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log.csv] }
marts: none
columns: { customer: customer_id, date: order_date, amount: amount }
uncertainty: { intervals: false }
validate: { models: [bg-nbd], replicates: 20 }
publish: ["duckdb:warehouse.duckdb"]
${settings}`,
  );
  return folder;
}

async function run(folder: string, lines: readonly Line[], flags: Record<string, unknown> = {}) {
  await writeLog(join(folder, "log.csv"), lines);
  return runHere(folder, flags);
}

const registryOf = (folder: string): Promise<Registry> => readRegistry(join(folder, "runs"));
const championOf = async (folder: string): Promise<string> =>
  Object.values((await registryOf(folder)).configurations)[0]!.champion;
const published = (folder: string, select: string) => query(select, join(folder, "warehouse.duckdb"));

describe("months of a shop", () => {
  let folder: string;
  let first: Awaited<ReturnType<typeof runHere>>;
  beforeAll(async () => {
    folder = await folderWith();
    first = await run(folder, until(280));
  }, 60_000);

  test("the first run fits and becomes champion", async () => {
    expect(first.decision).toEqual({ action: "refit", reasons: ["there is no model yet"] });
    expect(first.gate).toMatchObject({ outcome: "first", before: null, champion: first.modelVersion });
    expect(first.monitoring).toMatchObject({ previousRun: null, measures: [] });
    expect(await championOf(folder)).toBe(first.modelVersion);
  });

  test("ten days later it scores the new data under its own version, and is compared with what followed", async () => {
    const second = await run(folder, until(290));
    expect(second.decision).toEqual({
      action: "score",
      reasons: ["the model is 10 days old; a refit is due after 30"],
    });
    expect(second.gate).toMatchObject({ outcome: "kept", challenger: null });
    const model = JSON.parse(await readFile(join(second.runDir, "champion.json"), "utf8"));
    expect([model.modelVersion, model.asOf, model.fittedAsOf]).toEqual([
      first.modelVersion,
      day(290),
      day(280),
    ]);
    const slices = await published(
      folder,
      "select cast(as_of as varchar) as as_of, model_version, count(*) > 2000 as many from clv_scores_history group by all order by 1",
    );
    expect(slices).toEqual(
      [day(280), day(290)].map((as_of) => ({ as_of, model_version: first.modelVersion, many: true })),
    );
    const board = await published(
      folder,
      "select measure, value / reference as ratio, level from clv_monitoring where measure like 'actual_%' order by 1",
    );
    expect(board.map((r) => [r.measure, r.level])).toEqual([
      ["actual_purchases", "ok"],
      ["actual_revenue", "ok"],
    ]);
    for (const { ratio } of board) expect(Math.abs(Number(ratio) - 1)).toBeLessThan(0.15);
    expect(second.text).toMatch(/Against the run as of 2024-10-07\n {6}measure/);
  }, 60_000);

  test("run again, nothing is judged again, and the same scores come out", async () => {
    const before = await registryOf(folder);
    const again = await run(folder, until(290));
    expect(again.gate).toMatchObject({ outcome: "kept", champion: first.modelVersion });
    expect(again.monitoring.previousRun.asOf).toBe(day(280));
    expect((await registryOf(folder)).configurations).toEqual(before.configurations);
  }, 60_000);

  test("after a month it is fitted again, from where the old one was, and the new one takes over", async () => {
    const third = await run(folder, until(315));
    expect(third.decision.action).toBe("validate");
    expect(third.decision.reasons).toEqual(
      expect.arrayContaining([
        "the model is 35 days old; a refit is due after 30",
        "no model was validated yet",
      ]),
    );
    expect(third.gate).toMatchObject({ outcome: "refit", before: first.modelVersion });
    expect(await championOf(folder)).toBe(third.modelVersion);
    expect(third.modelVersion).not.toBe(first.modelVersion);
    const cold = await run(folder, until(315), { retrain: { warmStart: false }, runsDir: "cold" });
    expect(Math.abs(cold.purchase.logLikelihood - third.purchase.logLikelihood)).toBeLessThan(1e-6);
    expect(third.purchase.evaluations).toBeLessThan(cold.purchase.evaluations);
  }, 60_000);

  const stops: [string, (line: Line) => readonly Line[], RegExp][] = [
    [
      "amounts in cents",
      ([c, d, a]) => [[c, d, d > day(318) ? 100 * a : a]],
      /STOP +quality\.amountJump +[\d.]+ +10 +the\s+median\s+amount\s+is\s+about\s+\d+\s+times\s+the\s+usual\s+one/,
    ],
    [
      "a month that arrived twice",
      (l) => (l[1] > day(285) && l[1] <= day(313) ? [l, l] : [l]),
      /STOP +quality\.repeatedRows /,
    ],
    ["ids given again", ([c, d, a]) => [[d > day(315) ? `new-${c}` : c, d, a]], /STOP +quality\.newIds /],
    ["half of the history gone", (l) => (l[1] < day(150) ? [] : [l]), /STOP +quality\.historyLoss /],
  ];
  test.each(stops)(
    "%s stop the run: nothing is fitted or published",
    async (_, change, line) => {
      const before = [
        await registryOf(folder),
        await published(folder, "select count(*) as n from clv_scores_history"),
      ];
      const stopped = run(folder, until(335, change));
      await expect(stopped).rejects.toMatchObject({ code: "DATA_QUALITY", exitCode: 3 });
      await expect(stopped).rejects.toThrow(line);
      const after = [
        await registryOf(folder),
        await published(folder, "select count(*) as n from clv_scores_history"),
      ];
      expect(after).toEqual(before);
    },
    60_000,
  );

  test("a stop leaves every check and its alert in the run folder", async () => {
    const error = await run(folder, until(335, stops[0]![1])).catch((e: Error) => e);
    const path = /(\S+)checks\.json/.exec((error as Error).message)![1]!;
    const checks = JSON.parse(await readFile(join(path, "checks.json"), "utf8"));
    expect(checks.quality).toHaveLength(15);
    const lines = (await readFile(join(path, "alerts.jsonl"), "utf8")).trimEnd().split("\n");
    expect(lines.map((l) => JSON.parse(l))).toMatchObject([
      { source: "quality", name: "amountJump", level: "stop", asOf: day(335) },
    ]);
  }, 60_000);

  test("slower customers are scored, and reported", async () => {
    // from day 316 on, three of four orders stay away
    const slow = await run(
      folder,
      until(340, (l) => (l[1] > day(315) && l[0].charCodeAt(l[0].length - 1) % 4 > 0 ? [] : [l])),
      {
        quality: { volumeDrop: { stop: 0 } },
        monitoring: { scoreboard: { stop: 0 } },
      },
    );
    const warned = slow.monitoring.measures
      .filter((m: { level: string }) => m.level === "warn")
      .map((m: { measure: string }) => m.measure);
    expect(warned).toEqual(expect.arrayContaining(["actual_purchases", "actual_revenue", "orders_a_day"]));
    expect(slow.log).toMatch(/warning: actual_purchases: purchases of the last run's customers in 25 days/);
  }, 60_000);
});

test("a model that does not pass is refused: the champion scores, and the run ends with exit code 5", async () => {
  const folder = await folderWith("retrain: { when: always }");
  const first = await run(folder, until(280));
  const [key, known] = Object.entries((await registryOf(folder)).configurations)[0]!;
  // of very few customers the new fit is weak
  const few = ([customer, on, amount]: Line): readonly Line[] =>
    on === day(285) ? [["0-c1", on, amount]] : /^0-c\d$/.test(customer) ? [[customer, on, amount]] : [];
  const off = { warn: 0, stop: 0 };
  const quality = { lostIds: off, historyLoss: off, volumeDrop: off, repeatBuyers: off };
  const monitoring = { scoreboard: { stop: 0 }, scores: { stop: 0 } };
  const second = await run(folder, until(285, few), { quality, monitoring });
  expect(second.gate).toMatchObject({
    outcome: "refused",
    champion: first.modelVersion,
    before: first.modelVersion,
  });
  const failing = second.gate.gates.filter((g: { state: string }) => g.state === "refused");
  expect(failing.map((g: { gate: string }) => g.gate)).toContain("identified");
  expect(gateRefused(second.gate)).toMatchObject({ code: "GATE_REFUSED", exitCode: 5 });
  expect(second.modelVersion).toBe(first.modelVersion);
  expect(second.purchase.params).toEqual(first.purchase.params);
  expect(second.challenger.modelVersion).toBe(second.gate.challenger);
  expect(second.challenger.purchase.params).not.toEqual(first.purchase.params);
  expect(second.log).toMatch(/is refused, .* scores:\n +gate +found/);
  expect(
    await published(
      folder,
      `select distinct model_version from clv_scores where as_of = (select max(as_of) from clv_scores)`,
    ),
  ).toEqual([{ model_version: first.modelVersion }]);
  const after = (await registryOf(folder)).configurations[key]!;
  expect(after.champion).toBe(known.champion);
  expect(after.lineage.at(-1)).toMatchObject({ event: "refused", version: second.gate.challenger });
}, 60_000);

test("a monitoring stop ends the run before it publishes, and the next run is compared with the one before", async () => {
  const folder = await folderWith();
  await run(folder, until(280));
  const strict = { monitoring: { tiers: { stop: 0.0001 } } };
  await expect(run(folder, until(290), strict)).rejects.toMatchObject({
    code: "MONITORING_STOP",
    exitCode: 5,
  });
  expect(
    await published(folder, "select distinct cast(as_of as varchar) as as_of from clv_scores_history"),
  ).toEqual([{ as_of: day(280) }]);
  const third = await run(folder, until(292));
  expect(third.monitoring.previousRun.asOf).toBe(day(280));
}, 60_000);

test("a run as of an earlier day scores with a model of its own and leaves the champion alone", async () => {
  const folder = await folderWith();
  await run(folder, until(280));
  const before = await registryOf(folder);
  const earlier = await run(folder, until(280), { asOf: day(200) });
  expect(earlier.gate.outcome).toBe("own");
  expect(earlier.modelVersion).toBe(earlier.gate.challenger);
  expect(await championOf(folder)).toBe(Object.values(before.configurations)[0]!.champion);
}, 60_000);

test("a champion that a person chose stays through a second attempt at the run", async () => {
  const folder = await folderWith();
  const first = await run(folder, until(280));
  const second = await run(folder, until(315));
  const [key, known] = Object.entries((await registryOf(folder)).configurations)[0]!;
  await writeConfiguration(join(folder, "runs"), key, { ...known, champion: first.modelVersion });
  const again = await run(folder, until(315));
  expect(again.modelVersion).toBe(first.modelVersion);
  expect(again.gate).toMatchObject({ outcome: "kept", challenger: second.modelVersion });
}, 60_000);
