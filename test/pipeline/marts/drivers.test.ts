import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { normalQuantile, seededRandom } from "../../../models/index.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import type { Row } from "../../../pipeline/engines/engine.js";
import { driverCells, driverCustomers, outcomes } from "../../../pipeline/marts/drivers/driver-customers.js";
import { drivers } from "../../../pipeline/marts/drivers/drivers.js";
import {
  age,
  attributeFeatures,
  earlyPurchases,
  firstOrder,
  season,
} from "../../../pipeline/marts/drivers/features.js";
import { levelsOfCell, readCells } from "../../../pipeline/marts/drivers/read-cells.js";
import type { MartFacts } from "../../../pipeline/marts/facts.js";
import { scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder } from "../runner/logged-run.js";
import { type SmallTables, smallTables } from "./example-tables.js";
import { martFacts, martInputs } from "./mart-statements.js";

const asOf = martFacts.asOf;

interface Bought {
  readonly id: string;
  readonly channel: string | null;
  readonly rows: readonly { readonly day: string; readonly amount: number }[];
}

/** People with a first order on some day of two years, and orders and refunds on days after it. */
function people(count: number): Bought[] {
  const random = seededRandom(11);
  return Array.from({ length: count }, (_, i) => {
    const first = dayAfter("2023-01-01", Math.floor(random() * 730));
    const days = [
      0,
      ...Array.from({ length: Math.floor(random() * 6) }, () => Math.floor(random() ** 2 * 500)),
    ];
    const rows = days
      .map((since, k) => ({
        day: dayAfter(first, since),
        amount: k > 0 && random() < 0.2 ? -Math.ceil(random() * 10) : Math.ceil(random() * 90),
      }))
      .filter(({ day }) => day <= asOf);
    return { id: `p${i}`, channel: [null, "web", "app", "it's"][i % 4]!, rows };
  });
}

/** Tables of a run, as far as drivers read them. */
async function tablesOf(all: readonly Bought[]): Promise<SmallTables> {
  const tables = await smallTables();
  await tables.make(
    "transactions",
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean",
    all.flatMap(({ id, rows }) =>
      rows.map(({ day, amount }) => ({
        customer_id: id,
        day,
        amount: `${amount}`,
        is_refund: `${amount < 0}`,
      })),
    ),
  );
  const orders = all.map((p) => ({ ...p, bought: p.rows.filter(({ amount }) => amount > 0) }));
  await tables.make(
    "customers",
    "customer_id varchar, first_day date, x integer, first_amount decimal(18,4), total_spend decimal(38,4), attr_channel varchar",
    orders.map(({ id, channel, rows, bought }) => {
      const first = bought.map(({ day }) => day).sort()[0]!;
      const sum = (of: typeof rows): string => `${of.reduce((total, { amount }) => total + amount, 0)}`;
      return {
        ...{ customer_id: id, first_day: first, x: `${new Set(bought.map(({ day }) => day)).size - 1}` },
        ...{ first_amount: sum(bought.filter(({ day }) => day === first)), total_spend: sum(rows) },
        attr_channel: channel,
      };
    }),
  );
  await tables.make(
    "scores",
    "customer_id varchar, x integer, total_value double, expected_purchases_365d double",
    all.map(({ id }, i) => ({
      customer_id: id,
      x: "1",
      total_value: `${i}`,
      expected_purchases_365d: `${i / 10}`,
    })),
  );
  return tables;
}

const rowsOf =
  (tables: SmallTables) =>
  async (select: { text: string }): Promise<Row[]> =>
    (await tables.rows(select.text)) as Row[];

describe("customers and their cells", () => {
  const all = people(200);
  const inputs = {
    ...martInputs(duckdbDialect),
    config: {
      ...martInputs(duckdbDialect).config,
      targets: { ltvCac: 3, paybackMonths: 12, minimumSegment: 20 },
    },
  };
  const sinceFirst = ({ rows }: Bought, day: string): number => daysBetween(rows[0]!.day, day);

  test("are what a plain loop makes of the log", async () => {
    const tables = await tablesOf(all);
    const { features: attributes } = await attributeFeatures(inputs, rowsOf(tables));
    const order = (await firstOrder(inputs, rowsOf(tables)))!;
    const features = [...attributes, season, order, earlyPurchases, age];
    const sizes = features.map(({ levels }) => levels.length);
    expect(sizes).toEqual([4, 4, 4, 3, 3]);
    const found = await tables.rows(driverCustomers(inputs, { features, scored: true }).text);
    expect(found).toHaveLength(200);
    const cuts = order.levels.slice(0, -1).map((level) => Number(/[\d.]+$/.exec(level!)![0]));
    for (const [i, p] of all.entries()) {
      const own = found.find(({ customer_id }) => customer_id === p.id)!;
      const within = p.rows.map(({ day, amount }) => ({ since: sinceFirst(p, day), amount }));
      const sum = (from: number, to: number): number =>
        within.filter((r) => r.since >= from && r.since <= to).reduce((s, r) => s + 0.4 * r.amount, 0);
      const old = sinceFirst(p, asOf);
      const isNear = (value: unknown, expected: number | null): void =>
        expected === null ? expect(value).toBeNull() : expect(Number(value)).toBeCloseTo(expected, 9);
      isNear(own.first_year, old >= 364 ? sum(0, 364) : null);
      isNear(own.after_90_days, old >= 364 ? sum(90, 364) : null);
      isNear(own.total, old >= 89 ? i : null);
      const early = new Set(
        within.filter((r) => r.amount > 0 && r.since >= 1 && r.since <= 89).map((r) => r.since),
      );
      const first = within.filter((r) => r.amount > 0 && r.since === 0).reduce((s, r) => s + r.amount, 0);
      const quarter = Math.floor((Number(p.rows[0]!.day.slice(5, 7)) - 1) / 3);
      const band = cuts.findIndex((cut) => first <= cut);
      expect(levelsOfCell(Number(own.cell), sizes)).toEqual([
        attributes[0]!.levels.indexOf(p.channel),
        quarter,
        band < 0 ? cuts.length : band,
        Math.min(2, early.size),
        old < 365 ? 0 : old < 730 ? 1 : 2,
      ]);
    }
    tables.close();
  });

  test("without amounts purchases are counted, and each order where they are separate", async () => {
    const tables = await tablesOf(all);
    for (const separate of [false, true]) {
      const facts: MartFacts = { ...martFacts, money: false, separate };
      const select = driverCustomers({ ...inputs, facts }, { features: [earlyPurchases], scored: true });
      const found = await tables.rows(select.text);
      for (const [i, p] of all.entries()) {
        const own = found.find(({ customer_id }) => customer_id === p.id)!;
        const days = p.rows.filter(({ amount }) => amount > 0).map(({ day }) => sinceFirst(p, day));
        const bought = (from: number, to: number): number => {
          const of = days.filter((since) => since >= from && since <= to);
          return separate ? of.length : new Set(of).size;
        };
        const old = sinceFirst(p, asOf);
        if (old >= 364)
          expect(own).toMatchObject({ first_year: bought(0, 364), after_90_days: bought(90, 364) });
        if (old >= 89) expect(own.total).toBeCloseTo(2 + i / 10, 9);
        expect(own.cell).toBe(Math.min(2, bought(0, 89) - 1));
      }
    }
    tables.close();
  });

  test("cells add up to their customers, whatever values are divided by", async () => {
    const tables = await tablesOf(all);
    const features = [season, earlyPurchases];
    const from = driverCustomers(inputs, { features, scored: false });
    const customers = await tables.rows(from.text);
    const old = customers.filter(({ first_year }) => first_year !== null);
    for (const scale of [1, 10]) {
      const rows = await rowsOf(tables)(
        driverCells({ kind: "sql", text: `(${from.text})` }, [outcomes[0]], scale),
      );
      const cells = readCells(rows, 0, [season]);
      expect(cells.levels).toEqual([4]);
      expect(cells.n.length).toBeLessThanOrEqual(16);
      const total = (column: Float64Array): number => column.reduce((sum, v) => sum + v, 0);
      expect(total(cells.n)).toBe(old.length);
      const own = old.map(({ first_year }) => Number(first_year) / scale);
      expect(total(cells.y)).toBeCloseTo(
        own.reduce((s, y) => s + y, 0),
        6,
      );
      expect(total(cells.y2)).toBeCloseTo(
        own.reduce((s, y) => s + y * y, 0),
        6,
      );
      expect(total(cells.yLogY)).toBeCloseTo(
        own.reduce((s, y) => s + (y > 0 ? y * Math.log(y) : 0), 0),
        6,
      );
    }
    tables.close();
  });

  test("rare values are one level, attributes that say nothing are none, and too many combinations are fewer", async () => {
    const tables = await smallTables();
    await tables.run(`create table customers as select i as customer_id, case when i % 10 = 0 then '(other)' when i % 10 < 4 then 'b' when i % 10 < 9 then 'a' else 'rare' || i end as attr_a,
      'same' as attr_b, 'name' || i as attr_c, cast(i % 12 as varchar) as attr_d, cast(i % 2 as varchar) as attr_e, cast(i % 11 as varchar) as attr_f from range(1200) r(i)`);
    const of = (...names: string[]) => attributeFeatures(inputs, rowsOf(tables), names);
    const { features, left } = await of("a", "b", "c");
    expect(features.map(({ name, levels }) => [name, levels])).toEqual([
      ["a", ["a", "b", "(other)", "((other))"]],
    ]);
    expect(left).toEqual([]);
    const many = await of("a", "d", "e", "f");
    expect(many.features.map(({ name }) => name)).toEqual(["a", "d", "e", "f"]);
    expect(many.features.reduce((product, { levels }) => product * levels.length, 1)).toBeLessThanOrEqual(
      128,
    );
    expect(many.features[1]!.levels.at(-1)).toBe("(other)");
    const most = await of(...Array.from({ length: 8 }, () => "e"));
    expect(most.left).toEqual(["e"]);
    tables.close();
  });
});

describe("a run", async () => {
  const root = await scratch();
  const random = seededRandom(4);
  /** Shops of app customers bring twice as much; country goes with nothing. */
  const lines = Array.from({ length: 900 }, (_, i) => {
    const [channel, country] = [i % 3 === 0 ? "app" : "web", ["DE", "FR", ""][i % 5 === 0 ? 2 : i % 2]!];
    const first = dayAfter("2022-01-01", Math.floor(random() * 700));
    const times =
      random() < 0.5 ? [0] : [0, ...Array.from({ length: 4 }, () => 1 + Math.floor(random() * 360))];
    return times
      .map((since) => dayAfter(first, since))
      .filter((day) => day <= "2024-06-30")
      .map((day) => [
        ...[`c${i}`, day],
        ((channel === "app" ? 2 : 1) * 20 * Math.exp(0.5 * normalQuantile(random()))).toFixed(2),
        ...[channel, country],
      ]);
  }).flat();
  const settings = "purchase: { model: bg-nbd, calendar: off }\nvalidate: { totalOrigins: 0 }\n";
  const made = async (log: typeof lines, flags: Record<string, unknown> = {}) => {
    const folder = await logFolder(root, log, { attributes: ["channel", "country"], settings });
    const { runDir } = await runHere(folder, { asOf: "2024-06-30", ...flags });
    const read = (table: string) => query(`select * from '${join(runDir, "tables", table)}.parquet'`);
    return { effects: await read("clv_drivers"), read, folder };
  };

  test("finds what goes with value, and says that it is an association", async () => {
    const { effects, read, folder } = await made(lines);
    const of = (outcome: string, feature: string, level: string | null) =>
      effects.find((e) => e.outcome === outcome && e.feature === feature && e.level === level)!;
    const app = of("first_year", "channel", "app");
    expect(app).toMatchObject({ base_level: "web", differs: true, kind: "attribute" });
    expect(Number(app.effect_lo95)).toBeLessThan(2);
    expect(Number(app.effect_hi95)).toBeGreaterThan(2);
    expect(Number(app.effect_lo95)).toBeLessThan(Number(app.effect_lo80));
    expect(of("first_year", "country", null)).toMatchObject({ differs: false });
    const [{ customers, mean }] = (await query(
      `select count(*) as customers, avg(v) as mean from (select sum(amount) as v from '${join(folder, "log.csv")}' where channel = 'app' group by customer_id having min(order_date) <= date '2023-07-02') c`,
    )) as [{ customers: string; mean: number }];
    expect(app.customers).toBe(customers);
    expect(app.mean_value).toBeCloseTo(mean, 6);
    const important = (await read("clv_driver_importance")).filter((r) => r.outcome === "first_year");
    expect(important.find((r) => r.importance_rank === 1)).toMatchObject({ feature: "channel" });
    const behind = await read("clv_undervalued");
    expect(behind.length).toBeGreaterThan(0);
    for (const row of behind) {
      expect(Number(row.expected_value)).toBeGreaterThan(Number(row.total_value));
      expect(Number(row.share_above)).toBeGreaterThanOrEqual(0.75);
      expect(Number(row.gap)).toBeCloseTo(Number(row.expected_value) - Number(row.total_value), 9);
    }
    const shown = effects.filter((e) => e.outcome === "first_year") as Row[];
    expect(drivers.view.answer(shown, martFacts)).toMatch(
      /those with channel app bring [12]\.\d+ times what those with web bring in their first 365 days \(95 %: .* association/,
    );
  });

  test("two customers: nothing is said of them", async () => {
    const { effects, read } = await made(
      [
        ["a", "2022-01-01", "10", "web", "DE"],
        ["b", "2022-02-01", "5", "app", "FR"],
        ["b", "2022-03-01", "5", "app", "FR"],
      ],
      { uncertainty: { intervals: false } },
    );
    expect(effects).toEqual([]);
    expect(await read("clv_undervalued")).toEqual([]);
    expect(drivers.view.answer([], martFacts)).toBe(
      "Too few customers are old enough to say what goes with value.",
    );
  });

  test("without amounts and without attributes: purchases by early behaviour", async () => {
    const folder = await logFolder(
      root,
      lines.map((line) => line.slice(0, 3)),
      { settings },
    );
    const { runDir } = await runHere(folder, {
      asOf: "2024-06-30",
      columns: { amount: "none" },
      uncertainty: { intervals: false },
    });
    const effects = await query(`select * from '${join(runDir, "tables/clv_drivers.parquet")}'`);
    expect(new Set(effects.map((e) => e.feature))).toEqual(new Set(["season", "early_purchases", "age"]));
    const twice = effects.find((e) => e.outcome === "after_90_days" && e.level === "2 or more")!;
    expect(Number(twice.effect)).toBeGreaterThan(1);
    expect(twice.effect_lo95).toBeNull();
  });
});
