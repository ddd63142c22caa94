import { expect, test } from "vitest";
import { seededRandom } from "../../../../models/numeric/random.js";
import { readRollingOrigins } from "../../../../pipeline/stages/rolling/rolling-origins.js";
import { type LogRow, randomLog, writtenDay } from "../../sql/random-log.js";
import { logEngine } from "../log-engine.js";

const open = await logEngine();
const asOf = 440;
const later = [20, 60, 61, 380, 400];
const horizons = [7, 30, 366];

/** Purchases of a customer until a day, each with its worth; with `separate` the first one is the mean of its day's orders. */
function purchasesOf(own: readonly LogRow[], until: number, separate: boolean): { day: number; v: number }[] {
  const orders = own.filter((r) => !r.refund && r.day <= until);
  const days = [...new Set(orders.map((r) => r.day))].sort((a, b) => a - b);
  return days.flatMap((day, i) => {
    const amounts = orders.filter((r) => r.day === day).map((r) => r.units);
    const sum = amounts.reduce((a, b) => a + b, 0);
    if (!separate) return [{ day, v: sum }];
    if (i > 0) return amounts.map((v) => ({ day, v }));
    const first = Math.round(sum / amounts.length);
    return amounts.map((_, j) => ({ day, v: j === 0 ? first : (sum - first) / (amounts.length - 1) }));
  });
}

/** What an origin knew and what came of it, customer by customer; money in 1e-4 as a whole number. */
function plain(rows: readonly LogRow[], origin: number, separate: boolean, logGaps: boolean) {
  const histories = new Map<string, { n: number; z: number; zz: number; gaps: number }>();
  const sums = { actual: horizons.map(none), previous: horizons.map(none), yearBefore: horizons.map(none) };
  const firstDay = Math.min(...rows.map((r) => r.day));
  const windows = (h: number) =>
    ({
      actual: [origin, origin + h],
      previous: [origin - h, origin],
      yearBefore: [origin - 365, origin - 365 + h],
    }) as const;
  for (const customer of new Set(rows.map((r) => r.customer))) {
    const own = rows.filter((r) => r.customer === customer);
    const known = purchasesOf(own, origin, separate);
    if (known.length === 0) continue;
    const [first, last] = [known[0]!.day, known.at(-1)!.day];
    const second = known.find(({ day }) => day > first)?.day ?? Infinity;
    const back = own.filter((r) => r.refund && r.day >= second && r.day <= origin);
    const z = [...known.slice(1).map(({ v }) => v), ...back.map((r) => r.units)].reduce((a, b) => a + b, 0);
    const days = [...new Set(known.map(({ day }) => day))];
    const gaps = days.slice(1).reduce((sum, day, i) => sum + Math.log(day - days[i]!), 0);
    const key = [known.length - 1, last - first, origin - first].join();
    const old = histories.get(key) ?? { n: 0, z: 0, zz: 0, gaps: 0 };
    const spent = Math.max(0, z);
    histories.set(key, {
      n: old.n + 1,
      z: old.z + spent,
      zz: old.zz + spent ** 2,
      gaps: old.gaps + (logGaps ? gaps : 0),
    });
    const all = purchasesOf(own, asOf, separate).slice(1);
    horizons.forEach((h, k) => {
      for (const [name, [after, until]] of Object.entries(windows(h))) {
        const sum = sums[name as keyof typeof sums][k]!;
        for (const { day, v } of all)
          if (day > after && day <= until) {
            sum.purchases++;
            sum.value += v;
          }
        for (const r of own)
          if (r.refund && r.day > first && r.day > after && r.day <= until) sum.value += r.units;
      }
    });
  }
  const kept = (name: keyof typeof sums, k: number) => {
    const [after, until] = windows(horizons[k]!)[name];
    const missing = after < firstDay - 1 || until > asOf || (name === "yearBefore" && horizons[k]! > 365);
    return missing ? null : sums[name][k]!;
  };
  return { histories, kept };
}

function none(): { purchases: number; value: number } {
  return { purchases: 0, value: 0 };
}

test.each([
  { separate: false, money: true, rowsPerShard: null },
  { separate: true, money: true, rowsPerShard: null },
  { separate: false, money: false, rowsPerShard: null },
  { separate: true, money: false, rowsPerShard: null },
  { separate: false, money: true, rowsPerShard: 60 },
  { separate: true, money: true, rowsPerShard: 60 },
])("origins in one pass are those of plain loops: $separate, $money, $rowsPerShard", async (options) => {
  const { separate, money } = options;
  const rows = randomLog(seededRandom(21), { customers: 40, days: asOf + 1, rows: 240 });
  const again = rows.slice(0, 60).map((r) => ({ ...r, units: r.units + 3, customer: r.customer }));
  const log = [...rows, ...again]; // several orders a day
  const context = await open(log, { ...options, asOf });
  const logGaps = !separate;
  const config = logGaps
    ? { ...context.config, purchase: { ...context.config.purchase, model: "bg-cnbd-k" as const } }
    : context.config;
  const first = Math.min(...log.map((r) => r.day));
  const firstDay = writtenDay(first);
  const origins = [first + horizons[0]! - 1, ...later]; // a window that begins with the log
  const account = { accepted: log.length, firstDay, asOf: writtenDay(asOf) };
  const asked = [...origins].reverse().map(writtenDay);
  let i = 0;
  for await (const found of readRollingOrigins(asked, horizons, account, { ...context, config })) {
    const origin = origins[i++]!;
    expect(found.origin).toBe(writtenDay(origin));
    const { histories, kept } = plain(log, origin, separate, logGaps);
    const h = found.histories;
    expect(Array.from(h.x, (x, row) => [x, h.tx[row], h.T[row]].join()).sort()).toEqual(
      [...histories.keys()].sort(),
    );
    h.x.forEach((x, row) => {
      const wanted = histories.get([x, h.tx[row], h.T[row]].join())!;
      expect(h.n[row]).toBe(wanted.n);
      if (logGaps) expect(h.logGaps![row]).toBeCloseTo(wanted.gaps / wanted.n, 6);
      if (!money) return;
      expect(h.z![row]).toBeCloseTo(wanted.z / 1e4, 6);
      expect(h.zz![row]).toBeCloseTo(wanted.zz / 1e8, 3);
    });
    if (!money) expect([h.z, h.zz]).toEqual([null, null]);
    for (const name of ["actual", "previous", "yearBefore"] as const)
      horizons.forEach((_, k) => {
        const wanted = kept(name, k);
        const bought = found[name][k] ?? null;
        const where = `${name} ${k}`;
        expect(bought === null, where).toBe(wanted === null);
        if (wanted === null || bought === null) return;
        expect(bought.purchases, where).toBe(wanted.purchases);
        if (money) expect(bought.value, where).toBeCloseTo(wanted.value / 1e4, 4);
        else expect(bought.value, where).toBeNull();
      });
  }
  expect(i).toBe(origins.length);
});
