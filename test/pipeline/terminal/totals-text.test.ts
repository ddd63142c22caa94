import { expect, test } from "vitest";
import type { TotalsBacktest } from "../../../pipeline/artifacts/totals-backtest.js";
import { totalCoverageOf } from "../../../pipeline/registry/total-coverage-of.js";
import { totalsText, totalsVerdictText } from "../../../pipeline/terminal/totals-text.js";
import { totalsVerdict } from "../../../pipeline/terminal/totals-verdict.js";
import { message, sentence } from "../../../pipeline/text/messages/message.js";
import { madeTotals } from "./made-totals.js";

const unsupported = message("rolling.unsupported", "purchases", 90, "2011-09-10", Math.log(2.5), 2.1);

test.each<[string, Parameters<typeof madeTotals>[0], string, RegExp]>([
  [
    "ranges that held",
    {},
    "believed",
    /^The total may be believed within its ranges: on 12 earlier days the 95 % ranges of purchases held 92 % of the totals and the 80 % ranges 83 %; over 90 days totals were off by 6 % on average\.$/,
  ],
  ["95 % ranges at the edge", { covered: [0.6, 0.8] }, "believed", /may be believed within/],
  ["95 % ranges below it", { covered: [0.6, 0.79] }, "careful", /with care, as its ranges were too narrow/],
  ["80 % ranges below theirs", { covered: [0.59, 0.95] }, "careful", /with care/],
  [
    "ranges that hardly held",
    { covered: [0.3, 0.59] },
    "notBelieved",
    /may not be believed, as its ranges hardly held/,
  ],
  ["five days", { origins: 5 }, "believed", /on 5 earlier days/],
  [
    "four days",
    { origins: 4 },
    "unmeasured",
    /was not measured: totals of 4 earlier days are known, and 5 are needed\.$/,
  ],
  [
    "a log without support, on however few days",
    { origins: 2, unsupported },
    "notBelieved",
    /^The total may not be believed, as the log does not support a forecast of it: purchases of the 90 days after 2011-09-10 were 2\.5 times what was predicted then, and errors were 2\.1 times as large as the model expects\.$/,
  ],
  [
    "nothing tried",
    { skipped: message("rolling.tooShort", 90) },
    "unmeasured",
    /was not measured: the log is too short: 150 days to learn from and 90 to compare with are needed\.$/,
  ],
])("%s", (_, made, level, text) => {
  const totals = madeTotals(made);
  expect(totalsVerdict(totals).level).toBe(level);
  expect(totalsVerdictText(totals)).toMatch(text);
});

test("the tables fit a terminal, and name what was left out and which naive forecast had the lower error", () => {
  const compared = [
    {
      ...{ rival: "last-year", origins: 12, effective: 4, error: 0.03, modelError: 0.06, spread: 0.05 },
      ...{ pValue: null, better: false },
    },
  ];
  const made = madeTotals({ compared });
  const left = {
    ...made.origins[0]!,
    origin: "2023-12-01",
    left: message("rolling.noRepeats"),
    horizons: [],
  };
  const text = totalsText({ ...made, origins: [left, ...made.origins] } as TotalsBacktest)!;
  const [title, ...lines] = text.split("\n");
  expect(title).toMatch(/^Totals of all customers as bg-nbd would have predicted them on 12 earlier days/);
  for (const line of lines.filter((l) => /\d+\.\d$|score$/.test(l)))
    expect(line.length).toBeLessThanOrEqual(80);
  expect(lines.map((l) => l.trim().split(/ {2,}/))).toEqual(
    expect.arrayContaining([
      ["purchases, 90 days", "12", "83", "92", "25.0", "11.0", "25", "50", "61.0"],
      ["purchases, a month", "72", "83", "92", "25.0", "11.0", "-", "-", "-"],
      ["purchases, 90 days", "2.0", "6.0", "11.0", "14.0", "-"],
    ]),
  );
  expect(text).toContain("totals as of 2023-12-01 are left out: no customer had bought again by then");
  expect(text).toContain("Purchases: The total of the next 90 days is the model's; same period last year");
  expect(totalsText(madeTotals({ skipped: message("rolling.none") }))).toBeNull();
});

test("a gate reads the target whose ranges held least often, over horizons with enough days", () => {
  const made = madeTotals();
  const [h] = made.byHorizon;
  const value = { ...h!.purchases, origins: 12, coverage95: 0.5 };
  const few = { ...h!, days: 180, origins: 4, purchases: { ...h!.purchases, origins: 4, coverage95: 0 } };
  const longer = {
    ...h!,
    days: 120,
    origins: 6,
    purchases: { ...h!.purchases, origins: 6, coverage95: 0.2 },
  };
  const of = (byHorizon: readonly object[]) =>
    totalCoverageOf({ ...made, byHorizon } as unknown as TotalsBacktest, "bg-nbd");
  expect(of([h!, few])).toEqual({ of: "purchases", covered: 0.92, totals: 12, origins: 12 });
  expect(of([h!, longer])).toMatchObject({ covered: (12 * 0.92 + 6 * 0.2) / 18, totals: 18 });
  expect(of([{ ...h!, value }])).toMatchObject({ of: "value", covered: 0.5 });
  const reason = (found: object): string => sentence((found as { unmeasured: string }).unmeasured);
  expect(reason(of([few]))).toBe("totals are known of 4 earlier days, and 5 are needed");
  expect(reason(totalCoverageOf(madeTotals({ skipped: message("rolling.none") }), "bg-nbd"))).toContain(
    "validate.totalOrigins is 0",
  );
  expect(totalCoverageOf(made, "nbd")).toHaveProperty("unmeasured");
  expect(totalCoverageOf(undefined, "nbd")).toHaveProperty("unmeasured");
});
