import { beforeAll, describe, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import type { Row } from "../../../pipeline/engines/engine.js";
import { explanation } from "../../../pipeline/terminal/explanation.js";
import { near } from "../../models/near.js";
import { scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";
import { logFolder, modelOf, scoresOf } from "./logged-run.js";

const root = await scratch();
const channels = ["web", "app", "store"];
const channelOf = (customer: string): string => channels[Number(customer.replace(/\D/g, "")) % 3]!;
const days = 365;
let folder: string;
let plain: Awaited<ReturnType<typeof scored>>;

// biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
async function scored(margin: unknown): Promise<{ run: any; scores: Awaited<ReturnType<typeof scoresOf>> }> {
  const run = await runHere(folder, { value: { margin, horizonsDays: [days] } }, { until: "derive" });
  return { run, scores: await scoresOf(run.runDir) };
}

beforeAll(async () => {
  const lines = shop(400, ordinary).map((row) => [...row, channelOf(String(row[0]))]);
  folder = await logFolder(root, lines, {
    attributes: ["channel"],
    settings: "purchase: { calendar: off }\nvalidate: { totalOrigins: 0 }\n",
  });
  plain = await scored(0.4);
});

describe("a margin by attribute", () => {
  test("reaches every value of a customer, and totals with their ranges", async () => {
    const rates: Record<string, number> = { web: 0.3, app: 0.5, store: 0.2 };
    const { run, scores } = await scored({
      attribute: "channel",
      values: { web: 0.3, app: 0.5 },
      default: 0.2,
    });
    const money = Object.keys(plain.scores.values().next().value!).filter((name) =>
      /^clv_|residual_clv|total_value/.test(name),
    );
    expect(money.length).toBeGreaterThan(5);
    for (const [customer, row] of scores) {
      const before = plain.scores.get(customer)!;
      for (const name of money)
        near(Number(row[name]), (rates[channelOf(customer)]! / 0.4) * Number(before[name]), 1e-12, name);
      expect(row.expected_spend).toBe(before.expected_spend);
    }
    const { total, segments } = run.totals.intervals;
    for (const { value, horizons } of segments) {
      const own = plain.run.totals.intervals.segments.find((s: { value: string }) => s.value === value);
      for (const bound of ["expected", "lo80", "hi80", "lo95", "hi95"])
        near(
          horizons[0].clv[bound],
          (rates[value]! / 0.4) * own.horizons[0].clv[bound],
          1e-9,
          `${value} ${bound}`,
        );
    }
    near(total.horizons[0].clv.expected, run.totals.horizons[0].clv, 1e-9);
    for (const tier of run.totals.tiers) near(tier.interval.expected, tier.clv, 1e-9);
    const [marts] = await query(`select facts.margin as margin from '${run.runDir}/marts.json'`);
    const revenue = [...scores.values()].map(
      (row) => [Number(row.historic_value), rates[channelOf(String(row.customer_id))]!] as const,
    );
    const all = revenue.reduce((sum, [spent]) => sum + Math.max(0, spent), 0);
    near(
      Number(marts!.margin),
      revenue.reduce((sum, [spent, rate]) => sum + rate * Math.max(0, spent), 0) / all,
      1e-9,
    );
    expect(run.said).toContain("revenue times the margin of its channel (web 30 %, app 50 %, others 20 %)");
    const steps = explanation(
      { ...scores.get("c1") } as Row,
      (
        await query(`select * from '${run.runDir}/tables/customers.parquet' where customer_id = 'c1'`)
      )[0] as Row,
      [],
      await modelOf(run.runDir),
      configSchema.parse({
        columns: { attributes: { channel: "channel" } },
        value: {
          margin: { attribute: "channel", values: { web: 0.3, app: 0.5 }, default: 0.2 },
          horizonsDays: [days],
        },
      }),
    ).steps;
    const step = (name: string) => steps.find((s) => s.name === name)!;
    expect(step("margin")).toMatchObject({
      value: 0.5,
      meaning: expect.stringContaining("that of channel app"),
    });
    near(Number(step("CLV 365 days").value), Number(step("published CLV").value), 1e-9);
  });

  test("that is the same for all is that margin", async () => {
    const same = await scored({ attribute: "channel", values: { web: 0.4, app: 0.4, store: 0.4 } });
    for (const [customer, row] of same.scores)
      near(Number(row[`clv_${days}d`]), Number(plain.scores.get(customer)![`clv_${days}d`]), 1e-12);
    const found = same.run.totals.intervals.total.horizons[0].clv;
    for (const [name, value] of Object.entries(plain.run.totals.intervals.total.horizons[0].clv))
      near(found[name], value as number, 1e-9, name);
    const months = (run: typeof plain.run) =>
      run.totals.months.map((m: { value: { hi80: number } }) => m.value.hi80);
    for (const [i, hi80] of months(same.run).entries()) near(hi80, months(plain.run)[i], 1e-9);
  });

  test("stops where a value has none and there is no default, with the customers of each", async () => {
    await expect(scored({ attribute: "channel", values: { web: 0.4, shop: 0.2 } })).rejects.toMatchObject({
      code: "CHOICE_NEEDED",
      message: expect.stringMatching(
        /says nothing of "app" \(1\d\d customers\), "store" \(1\d\d customers\)/,
      ),
    });
  });

  test.each([
    [{ attribute: "country", values: {} }, '"country" is not one of columns.attributes'],
    [{ attribute: "channel", values: { web: 2 } }, "2 is more than 1"],
    ["much", '"much" is no number'],
  ])("%j is refused", async (margin, words) => {
    await expect(scored(margin)).rejects.toThrow(words);
  });
});
