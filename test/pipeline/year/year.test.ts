import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../../pipeline/commands/run.js";
import { readRegistry } from "../../../pipeline/registry/store.js";
import { sentence } from "../../../pipeline/text/messages/message.js";
import { scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { clvHere } from "../cli/run-here.js";
import { type MonthlyRun, type Slice, scriptedYear } from "./year.js";
import { didOf, runLine, sliceTable, warningsOf, yearTable } from "./year-table.js";

const folder = await scratch();

describe("a year of monthly runs", () => {
  let runs: readonly MonthlyRun[];
  let slices: readonly Slice[];
  /** The runs of a month: the second one after a person has looked. */
  const of = (month: number): MonthlyRun[] => runs.filter((run) => run.month === month);
  const only = (month: number): MonthlyRun => {
    const [run, second] = of(month);
    if (run === undefined || second !== undefined)
      throw new Error(`month ${month} has ${of(month).length} runs`);
    return run;
  };

  beforeAll(async () => {
    ({ runs, slices } = await scriptedYear(folder, (args, cwd) =>
      clvHere(args, cwd, (io) => [runCommand(io)]),
    ));
  }, 900_000);

  test("each month is scored, refitted, validated or stopped", () => {
    expect(runs.map((run) => `${run.month} ${didOf(run)} ${run.code}`)).toEqual([
      "1 fitted 0",
      "2 scored only 0",
      "3 validated 0",
      "4 scored only 0",
      "5 refitted 0",
      "6 validated 0",
      "7 stopped 3",
      "7 scored only 0",
      "8 refitted 0",
      "9 stopped 3",
      "9 validated 0",
      "10 scored only 0",
      "11 validated, stopped 5",
      "11 validated 0",
      "12 validated 0",
    ]);
  });

  test("and says why", () => {
    const why = (month: number): string => of(month).at(-1)!.checks.decision.reasons.map(sentence).join("; ");
    expect(why(1)).toBe("there is no model yet");
    expect(why(2)).toBe("the model is 28 days old; a refit is due after 89");
    expect(why(3)).toMatch(/^repeat purchases grew by .*; no model was validated yet$/);
    expect(why(5)).toMatch(/drift since the fit: a typical amount is /);
    // the run that a person lets go on
    expect(why(11)).toMatch(/^purchases of the last run's customers in 30 days: /);
    expect(why(6)).toMatch(/^the last validation was 91 days ago; a full validation is due after 89/);
    expect(of(11)[0]!.checks.decision.reasons.map(sentence).join("; ")).toMatch(
      /^purchases of the last run's customers in 30 days: .* against the .* expected; .*drift since the fit: .* orders a day/,
    );
  });

  test("quiet months report nothing", () => {
    for (const month of [1, 2, 3, 4, 6, 8, 10]) expect(warningsOf(only(month)), `month ${month}`).toEqual([]);
    expect(warningsOf(of(9)[1]!)).toEqual([]);
  });

  test("month 5: dearer orders are a warning and a refit, and the new model scores", () => {
    const run = only(5);
    expect(warningsOf(run)).toContain("amount_mean");
    expect(run.alerts.every((a) => a.level === "warn")).toBe(true);
    expect(run.gate).toMatchObject({ outcome: "refit", before: only(4).gate!.champion });
    expect(run.gate!.champion).not.toBe(only(4).gate!.champion);
  });

  test("month 7: an export with new order ids stops the run, a copy under another name is reported and counted once", () => {
    const [stopped, again] = of(7);
    expect(warningsOf(stopped!)).toEqual(
      expect.arrayContaining(["quality.repeatedRows", "quality.repeatedFiles"]),
    );
    expect(stopped!.err).toMatch(/^DATA_QUALITY: one check of the data stops the run:/m);
    expect(stopped!.err).toMatch(/STOP +quality\.repeatedRows +0\.5 +0\.3 +50 % of a week's rows repeat/);
    expect(warningsOf(again!)).toEqual(["quality.repeatedFiles"]);
    expect(again!.purchases!.actual / again!.purchases!.expected).toBeLessThan(1.2);
  });

  test("month 9: amounts in cents stop before the fit; the file that is mended passes", () => {
    const [stopped, again] = of(9);
    expect(stopped!.gate).toBeNull();
    expect(stopped!.err).toMatch(
      /STOP +quality\.amountJump +\d+ +10 +the\s+median\s+amount\s+is\s+about\s+\d+\s+times\s+the\s+usual\s+one/,
    );
    expect(stopped!.alerts).toMatchObject([{ source: "quality", name: "amountJump", level: "stop" }]);
    expect(again!.code).toBe(0);
  });

  test("month 11: customers who stay away are seen in the scoreboard and in the input; a person has to look", () => {
    const [stopped, again] = of(11);
    expect(stopped!.alerts.filter((a) => a.level === "stop").map((a) => a.name)).toContain(
      "actual_purchases",
    );
    expect(stopped!.err).toMatch(/^MONITORING_STOP: /m);
    expect(warningsOf(again!)).toEqual(
      expect.arrayContaining(["actual_purchases", "actual_revenue", "orders_a_day", "new_customer_share"]),
    );
    expect(again!.alerts.every((a) => a.level === "warn")).toBe(true);
    const { expected, actual } = again!.purchases!;
    expect(actual / expected).toBeLessThan(0.5);
  });

  test("the model that follows expects less", () => {
    expect(only(12).purchases!.expected).toBeLessThan(of(11)[1]!.purchases!.expected);
  });

  test("nothing wrong is published: a stopped run leaves every output as it was", () => {
    for (const { month, code, outputs, what } of runs)
      expect(outputs[0] === outputs[1], `month ${month}: ${what}`).toBe(code !== 0);
    expect(slices.map((s) => s.asOf)).toEqual([...new Set(runs.map((run) => run.asOf))]);
    for (const { asOf, customers, revenue, true: truth, models } of slices) {
      expect({ asOf, customers, revenue }).toEqual({ asOf, ...truth });
      const run = runs.find((r) => r.asOf === asOf && r.code === 0)!;
      expect(models).toBe(run.gate!.champion);
    }
  });

  test("every alert is in alerts.jsonl once, and in clv_monitoring where the run is published", async () => {
    const rows = await query(
      "select cast(as_of as varchar) as as_of, run_id, measure, level, text from clv_monitoring",
      join(folder, "warehouse.duckdb"),
    );
    for (const run of runs) {
      const names = warningsOf(run);
      expect(new Set(names).size, `month ${run.month}`).toBe(names.length);
      if (run.code !== 0) continue;
      const expected = rows.filter((r) => r.as_of === run.asOf && r.level !== "ok");
      expect(expected.map((r) => [r.measure, r.level, r.text]).sort()).toEqual(
        run.alerts.map((a, i) => [names[i], a.level, a.text]).sort(),
      );
    }
    const stopped = runs
      .filter((r) => r.code === 3)
      .map((r) => r.checks.quality.filter((c) => c.level === "stop"));
    expect(stopped.every((stops) => stops.length === 1)).toBe(true);
  });

  test("the registry holds the history of each champion", async () => {
    const [configuration] = Object.values((await readRegistry(join(folder, "runs"))).configurations);
    const events = configuration!.lineage.map((e) => e.event);
    expect(events).toEqual(["first", ...events.slice(1).map(() => "refit")]);
    expect(configuration!.champion).toBe(only(12).gate!.champion);
    expect(configuration!.validatedAsOf).toBe("2025-12-31");
    expect(configuration!.runs.map((r) => r.asOf)).toEqual(slices.map((s) => s.asOf));
  });

  test("the tables of the script read as a person would write them", () => {
    const lines = yearTable(runs).split("\n");
    expect(lines).toHaveLength(1 + runs.length);
    expect(lines[0]).toMatch(
      /^ {2}month {2}as of {7}did +exit {2}model {3}purchases expected +actual +revenue expected +actual +warnings and stops$/,
    );
    expect(lines[2]).toMatch(
      /^ {6}2 {2}2025-02-28 {2}scored only +0 {2}\w{6} +\d+ +\d+ +[+-]\d+(\.\d)? % +[\d,]+ +[\d,]+ +[+-]\d+(\.\d)? %$/,
    );
    expect(lines[7]).toMatch(/^ {6}7 {2}2025-07-31 {2}stopped +3 +quality\.repeatedRows/);
    expect(sliceTable(slices).split("\n")).toHaveLength(13);
    expect(runLine(of(9)[0]!)).toMatch(
      /^month 9, as of 2025-09-30: amounts in cents\n {2}stopped, exit code 3, [\d.]+ s\n {2}STOP amountJump: the median amount is about \d+ times the usual one/,
    );
  });
});
