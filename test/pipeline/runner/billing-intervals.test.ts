import { join } from "node:path";
import { expect, test } from "vitest";
import { paymentsDue, sbg, seededRandom } from "../../../models/index.js";
import type { Row as Cells } from "../../../pipeline/engines/engine.js";
import type { ClvError } from "../../../pipeline/errors.js";
import { explanation } from "../../../pipeline/terminal/explanation.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder, modelOf, scoresOf } from "./logged-run.js";

const root = await scratch();
const asOf = "2025-06-30";
const first = "2022-01-04";

interface Subscriber {
  readonly id: string;
  readonly plan: "monthly" | "annual";
  readonly days: readonly string[];
}

/** Who pays every month, or every 12 of them, on the day of the first payment, and stays as sBG says. */
const subscribers: readonly Subscriber[] = (() => {
  const random = seededRandom(5);
  const length = daysBetween(first, asOf);
  return Array.from({ length: 500 }, (_, i): Subscriber => {
    const plan = i % 5 < 2 ? "annual" : "monthly";
    const start = new Date(Date.parse(dayAfter(first, Math.floor(random() * length))));
    const paidOn = (k: number): string => {
      const month = start.getUTCMonth() + k * (plan === "annual" ? 12 : 1);
      return new Date(Date.UTC(start.getUTCFullYear(), month, Math.min(28, start.getUTCDate())))
        .toISOString()
        .slice(0, 10);
    };
    const truth = plan === "annual" ? { alpha: 1.5, beta: 3 } : { alpha: 1, beta: 12 };
    const renewals = sbg.simulate(truth, 50, random).times.length;
    const days = Array.from({ length: renewals + 1 }, (_, k) => paidOn(k)).filter((day) => day <= asOf);
    return { id: `${plan}${i}`, plan, days };
  }).filter(({ days }) => days.length > 0);
})();

const lines = subscribers.flatMap(({ id, plan, days }) =>
  days.map((day) => [
    id,
    day,
    plan === "annual" ? 100 : 10,
    plan === "annual" ? "Pro (yearly)" : "Pro (monthly)",
  ]),
);
const isPaidUp = ({ plan, days }: Subscriber): boolean =>
  daysBetween(days.at(-1)!, asOf) < (plan === "annual" ? 365 : 31);

async function run(
  purchase: Record<string, unknown>,
  until: "check" | "score" = "score",
  more: Record<string, unknown> = {},
) {
  const folder = await logFolder(root, lines, { attributes: ["plan"] });
  return runHere(
    folder,
    { asOf, purchase: { model: "sbg", ...purchase }, uncertainty: { intervals: false }, ...more },
    { until, verbosity: "debug" },
  );
}

test("without intervals a mixed base of contracts stops, and says what it saw and what to set", async () => {
  const stopped = await run({}, "check").catch((error: unknown) => error as ClvError);
  expect(stopped).toMatchObject({ code: "DATA_QUALITY" });
  expect((stopped as ClvError).message.replace(/\s+/g, " ")).toMatch(
    /quality\.otherIntervals.*paid-up customers would count as gone.*\(year \d+\), the period is month.*purchase\.interval\.attribute/,
  );
});

test.each([
  ["an attribute", { interval: { attribute: "plan" } }],
  ["the payments", { interval: { infer: true } }],
])("with intervals by %s everybody who is paid up is alive, and has value", async (by, settings) => {
  const found = await run(settings);
  const scores = await scoresOf(found.runDir);
  for (const s of subscribers) {
    const row = scores.get(s.id)!;
    const since = daysBetween(s.days.at(-1)!, asOf);
    const late = s.plan === "annual" ? [365, 373] : [30, 34];
    if (since >= late[0]! && since <= late[1]!) continue; // may be late
    expect(row.p_alive, `${s.id} ${s.days.at(-1)}`).toBe(isPaidUp(s) ? 1 : 0);
    expect(Number(row.clv_365d) > 0).toBe(isPaidUp(s));
    if (!isPaidUp(s)) expect(row.value_tier).toBe("low");
  }
  const { purchase } = await modelOf(found.runDir);
  expect(purchase.intervals?.sets).toEqual(["month", "year"]);
  expect(Object.keys(purchase.params)).toEqual(["alpha:month", "beta:month", "alpha:year", "beta:year"]);
  if (by === "the payments") return;
  await checkYearly(found.runDir, scores, purchase.dayParams);
});

test("without amounts payments say the intervals just as well, but of who has paid once", async () => {
  const { runDir } = await run({ interval: { infer: true } }, "score", { columns: { amount: "none" } });
  const scores = await scoresOf(runDir);
  const renewed = subscribers.filter(({ days }) => days.length > 1);
  for (const s of renewed) {
    const since = daysBetween(s.days.at(-1)!, asOf);
    if (s.plan === "annual" ? since < 365 : since < 30) expect(scores.get(s.id)!.p_alive, s.id).toBe(1);
  }
  expect((await modelOf(runDir)).purchase.intervals?.sets).toEqual(["month", "year"]);
  expect([...scores.values()].some((row) => "clv_365d" in row)).toBe(false);
});

/** A yearly subscriber's renewals are counted by the day they fall due. */
async function checkYearly(
  runDir: string,
  scores: ReadonlyMap<string, Row>,
  p: Readonly<Record<string, number>>,
): Promise<void> {
  const params = { alpha: p["alpha:year"]!, beta: p["beta:year"]! };
  for (const s of subscribers.filter((own) => own.plan === "annual" && isPaidUp(own)).slice(0, 60)) {
    const interval = 365.25;
    const since = daysBetween(s.days.at(-1)!, asOf);
    const due = interval * (1 - (Math.floor((12 * since) / interval) + 0.5) / 12);
    for (const days of [90, 365]) {
      const t = paymentsDue({ interval, due }, days);
      const expected = sbg.expectedPurchasesIfAlive(params, 0, 0, s.days.length - 1, t);
      expect(Number(scores.get(s.id)![`expected_purchases_${days}d`])).toBeCloseTo(expected, 10);
    }
  }
  const [score] = [...scores.values()].filter((row) => row.p_alive === 1);
  const [own] = await query(
    `select * from '${join(runDir, "tables/customers.parquet")}' where customer_id = '${score!.customer_id}'`,
  );
  const value = { horizonsDays: [90, 180, 365], annualDiscountRate: 0.1, margin: 1 };
  const config = { columns: {}, value };
  const { steps } = explanation(score as Cells, own as Cells, [], await modelOf(runDir), config as never);
  const step = (name: string): number => Number(steps.find((s) => s.name === name)?.value);
  expect(step("CLV 365 days")).toBeCloseTo(step("published CLV"), 6);
}

test("values that do not say how often a customer pays stop the run, or are explained in the config", async () => {
  const folder = await logFolder(
    root,
    lines.map(([id, day, amount, plan]) => [
      id!,
      day!,
      amount!,
      plan === "Pro (yearly)" ? "Gold" : "monthly",
    ]),
    { attributes: ["plan"] },
  );
  const go = (interval: object, until: "summarize" | "check") =>
    runHere(folder, { asOf, purchase: { model: "sbg", interval } }, { until, verbosity: "debug" });
  await expect(go({ attribute: "plan" }, "summarize")).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringMatching(
      /1 of 2 values of plan [\s\S]*"Gold" \(\d+ customers\)[\s\S]*purchase\.interval\.values/,
    ),
  });
  await go({ attribute: "plan", values: { Gold: "year" } }, "check");
});

test("an attribute that changes for many is warned of, and the setting says which value counts", async () => {
  const changed = lines.map(([id, day, amount]) => [id!, day!, amount!, String(day).slice(0, 4)]);
  const folder = await logFolder(root, changed, { attributes: ["year"] });
  const go = (ingest: object) =>
    runHere(folder, { asOf, ingest }, { until: "summarize", verbosity: "debug" });
  const { log, runDir } = await go({});
  expect(log).toMatch(
    /warning: year changes for \d+ of \d+ customers: the value of the first purchase day counts \(ingest\.attributeValue: first\)/,
  );
  const last = await go({ attributeValue: "last" });
  expect(last.log).not.toContain("warning: year changes");
  const yearsOf = async (dir: string) =>
    new Map(
      (await query(`select customer_id, attr_year from '${join(dir, "tables/customers.parquet")}'`)).map(
        (r) => [r.customer_id, r.attr_year],
      ),
    );
  const [firsts, lasts] = [await yearsOf(runDir), await yearsOf(last.runDir)];
  for (const { id, days } of subscribers) {
    expect(firsts.get(id)).toBe(days[0]!.slice(0, 4));
    expect(lasts.get(id)).toBe(days.at(-1)!.slice(0, 4));
  }
});

test("covariates with values without end are refused before anything is fitted", async () => {
  const many = Array.from({ length: 10_050 }, (_, i) => [`c${i}`, dayAfter(first, i % 900), 10, `z${i}`]);
  const folder = await logFolder(root, many, { attributes: ["zip"] });
  await expect(
    runHere(folder, { asOf, purchase: { covariates: { purchase: ["zip"] } } }, { until: "summarize" }),
  ).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringMatching(/zip has 10,050 different values, and a covariate may have 10,000/),
  });
});
