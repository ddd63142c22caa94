import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { terms } from "../../../pipeline/marts/equity/terms.js";
import { query, type Row } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { day, type Line, ordinary, shop, writeLog } from "../cli/shop-log.js";

const root = await mkdtemp(join(tmpdir(), "clv-equity-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const [then, now] = [day(200), day(231)];
const settings = `source: { paths: [log.csv] }
columns: { customer: customer_id, date: order_date, amount: amount }
purchase: { model: bg-nbd, calendar: off }
spend: { model: gamma-gamma }
uncertainty: { intervals: false }
validate: { when: never }
`;
const refit = "retrain: { policy: { refitAfterDays: 30 } }\n";
const never = "retrain: { when: never }\n";

/** Customers of the first half year, and later ones. */
const all: readonly Line[] = [
  ...shop(300, ordinary, 3, 240),
  ...shop(40, ordinary, 4, 240).map(
    ([who, on, amount]): Line => [
      `late-${who}`,
      day(150 + (Date.parse(on) - Date.parse(day(0))) / 86_400_000),
      amount,
    ],
  ),
];
/** What was known then: without some orders, which came late, and with one that was withdrawn. */
const known: readonly Line[] = [
  ...all.filter(([who, on], i) => on <= then && !(i % 50 === 7) && who !== "c11"),
  ["withdrawn", day(90), 40],
];

async function shopWith(lines: readonly Line[], more: string, runs?: string): Promise<string> {
  const folder = await mkdtemp(join(root, "shop-"));
  await writeFile(join(folder, "clv.yaml"), settings + more);
  await writeLog(join(folder, "log.csv"), lines);
  if (runs !== undefined) await cp(join(runs, "runs"), join(folder, "runs"), { recursive: true });
  return folder;
}

// biome-ignore lint/suspicious/noExplicitAny: the object that a run prints
const tableOf = ({ runDir }: any, name: string, more = ""): Promise<Row[]> =>
  query(`select * from '${runDir}/tables/${name}.parquet' ${more}`);

describe("a shop a month later", () => {
  let opening: Row[];
  let changes: Map<unknown, Row>;
  let lines: Map<unknown, Row>;
  let first: string;
  // biome-ignore lint/suspicious/noExplicitAny: the object that a run prints
  let earlier: any;
  // biome-ignore lint/suspicious/noExplicitAny: the object that a run prints
  let second: any;
  beforeAll(async () => {
    first = await shopWith(known, refit);
    earlier = await runHere(first, { asOf: then });
    opening = await tableOf(earlier, "scores");
    const later = await shopWith(all, refit, first);
    second = await runHere(later, { asOf: now });
    changes = new Map((await tableOf(second, "clv_equity_changes")).map((r) => [r.customer_id, r]));
    lines = new Map((await tableOf(second, "clv_equity_bridge")).map((r) => [r.item, r]));
  }, 60_000);

  test("the first run has a value and no bridge, and says why", async () => {
    const [row] = await tableOf(earlier, "clv_equity");
    expect(row).toMatchObject({ measure: "for_ever", horizon_days: 0, customers: String(opening.length) });
    await expect(tableOf(earlier, "clv_equity_bridge")).rejects.toThrow();
  });

  test("every customer's terms add up, and lines are sums over customers", async () => {
    expect(second.gate.outcome).toBe("refit");
    expect(changes.size).toBeGreaterThan(300);
    for (const row of changes.values()) {
      const sum = ["opening", ...terms].reduce((total, name) => total + Number(row[name]), 0);
      expect(Math.abs(sum - Number(row.closing))).toBeLessThan(1e-9);
    }
    const scores = await tableOf(second, "scores");
    const equity = scores.reduce((total, r) => total + Number(r.residual_clv), 0);
    expect(Number(lines.get("closing")!.amount)).toBeCloseTo(equity, 6);
    expect(Number(lines.get("opening")!.amount)).toBeCloseTo(
      opening.reduce((total, r) => total + Number(r.residual_clv), 0),
      6,
    );
    expect(lines.get("forgotten")).toMatchObject({ customers: "0", amount: 0 });
    expect(lines.get("settings")).toMatchObject({ customers: "0", amount: 0 });
    expect(Number(lines.get("new")!.customers)).toBeGreaterThan(5);
    expect(Number(lines.get("reestimated")!.amount)).not.toBe(0);
  });

  test("who was withdrawn is restated away, and who came late is not new", () => {
    const gone = changes.get("withdrawn")!;
    expect(Number(gone.restated)).toBe(-Number(gone.opening));
    expect(gone.closing).toBe(0);
    const late = changes.get("c11")!;
    expect([late.opening, late.new]).toEqual([0, 0]);
    expect(Number(late.restated)).toBeGreaterThan(0);
  });

  test("restated are the scores that the model of then gives the orders up to then, as known now", async () => {
    const again = await runHere(await shopWith(all, never, first), { asOf: then });
    for (const row of await tableOf(again, "scores")) {
      const { opening: before, restated } = changes.get(row.customer_id)!;
      expect(Number(before) + Number(restated)).toBeCloseTo(Number(row.residual_clv), 8);
    }
  });

  test("reestimated is what another model makes of today's orders; nothing where the model stays", async () => {
    const kept = await runHere(await shopWith(all, never, first), { asOf: now });
    expect(kept.gate.outcome).toBe("kept");
    for (const row of await tableOf(kept, "scores")) {
      const { closing, reestimated } = changes.get(row.customer_id)!;
      expect(Number(closing) - Number(reestimated)).toBeCloseTo(Number(row.residual_clv), 8);
    }
    const same = await tableOf(kept, "clv_equity_changes", "where reestimated <> 0");
    expect(same).toEqual([]);
  });

  test("margin earned beside what was released is that of orders between the two dates", () => {
    const before = new Set(all.filter(([, on]) => on <= then).map(([who]) => who));
    const between = all.filter(([who, on]) => on > then && on <= now && before.has(who));
    const revenue = between.reduce((total, [, , amount]) => total + amount, 0);
    expect(Number(lines.get("released")!.margin_earned)).toBeCloseTo(revenue, 6);
    expect(Number(lines.get("released")!.amount)).toBeLessThan(0);
  });

  test("another margin and discount rate have a line of their own", async () => {
    const folder = await shopWith(all, `${never}value: { margin: 0.5, annualDiscountRate: 0.2 }\n`, first);
    const run = await runHere(folder, { asOf: now });
    const found = new Map((await tableOf(run, "clv_equity_bridge")).map((r) => [r.item, Number(r.amount)]));
    expect(found.get("opening")).toBeCloseTo(Number(lines.get("opening")!.amount), 6);
    expect(found.get("restated")).toBeCloseTo(Number(lines.get("restated")!.amount), 6);
    const known = found.get("opening")! + found.get("restated")!;
    const again = await runHere(
      await shopWith(all, `${never}value: { margin: 0.5, annualDiscountRate: 0.2 }\n`, first),
      { asOf: then },
    );
    const [total] = await tableOf(again, "clv_equity", "where attribute is null");
    expect(known + found.get("settings")!).toBeCloseTo(Number(total!.equity), 5);
  });

  test("without a discount rate the value of the longest horizon is compared, which moves on with the days", async () => {
    const plain = `${never}value: { annualDiscountRate: 0, horizonsDays: [90, 365] }\n`;
    const before = await shopWith(all, plain.replace(never, refit));
    await runHere(before, { asOf: then });
    const run = await runHere(await shopWith(all, plain, before), { asOf: now });
    const [equity] = await tableOf(run, "clv_equity");
    expect(equity).toMatchObject({ measure: "longest_horizon", horizon_days: 365 });
    const found = new Map((await tableOf(run, "clv_equity_bridge")).map((r) => [r.item, Number(r.amount)]));
    expect(found.get("extended")).toBeGreaterThan(0);
    expect(found.get("extended")).toBeLessThan(-found.get("released")!);
    expect([found.get("unwound"), found.get("restated"), found.get("reestimated")]).toEqual([0, 0, 0]);
  });
});
