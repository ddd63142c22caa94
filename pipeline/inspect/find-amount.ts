import { percent } from "../text/format.js";
import { findPrice } from "./find-price.js";
import { decimals, type FoundMoney, none, severalTotals } from "./found-money.js";
import { findSums, type Sum } from "./money-arithmetic.js";
import { inHundredths, moneyRank } from "./money-names.js";
import type { Profile } from "./profile.js";
import { believed, best, score } from "./role.js";

/** What a sum of other columns adds to the rank of a name, and its rank where the name says nothing. */
const bySum = 3;
const unnamedSum = 6;
const mostlyZero = 0.5;

/** A number with what speaks for it. */
interface Candidate {
  readonly column: Profile;
  readonly rank: number;
  readonly sum: Sum | null;
  /** Why it cannot be money that people paid: constant, or mostly 0. */
  readonly empty: string | null;
}

/** The amount among the columns that are free; `order` tells the lines of an order. */
export function findAmount(columns: readonly Profile[], order: Profile | null = null): FoundMoney {
  const numeric = columns.filter(
    (p) => p.numbers !== null && (p.dates === null || score("amount", p) >= believed),
  );
  const sums = findSums(numeric);
  const candidates = numeric.map((column) => candidate(column, sums));
  const usable = candidates.filter((c) => c.empty === null);
  return (
    byName(usable, candidates, sums, order) ??
    findPrice(
      usable.map((c) => c.column),
      columns,
    ) ??
    weakly(usable, sums) ??
    empties(candidates) ??
    none
  );
}

function candidate(column: Profile, sums: readonly Sum[]): Candidate {
  const name = column.named ? moneyRank(column.name) : { rank: 0, other: null, side: null };
  const sum = name.other === null ? (sums.find((s) => s.total === column && !tipped(s)) ?? null) : null;
  const part = sums.some(
    (s) => s.total !== column && s.rival !== column && s.parts.some((p) => p.column === column),
  );
  const rank = sum === null ? name.rank : name.rank > 0 ? name.rank + bySum : part ? 0 : unnamedSum;
  return { column, rank, sum, empty: emptiness(column) };
}

/** A sum with a tip in it is what was collected, not what was sold. */
const tipped = ({ parts }: Sum): boolean =>
  parts.some(({ column }) => column.named && moneyRank(column.name).other === "tip");

function emptiness({ numbers, distinct, filled }: Profile): string | null {
  if (distinct < 2) return "the same on every row";
  if (distinct === 2 && numbers!.values.every((value) => Number.isNaN(value) || value === 0 || value === 1))
    return "only 0 and 1";
  const zeros = numbers!.values.reduce((n, value) => n + (value === 0 ? 1 : 0), 0);
  return zeros > mostlyZero * filled ? `0 on ${percent(zeros / filled)} of the rows` : null;
}

function byName(
  usable: readonly Candidate[],
  all: readonly Candidate[],
  sums: readonly Sum[],
  order: Profile | null,
): FoundMoney | null {
  const weight = (c: Candidate): number =>
    c.rank < believed ? 0 : c.rank + (c.column.numbers!.fractional > 0 ? 1 : 0);
  const sorted = usable.filter((c) => weight(c) > 0).sort((a, b) => weight(b) - weight(a));
  const [first] = sorted;
  if (first === undefined) return null;
  const chosen = lineOf(first, sorted, order) ?? grossOf(first, sorted) ?? first;
  const said =
    chosen.sum === null
      ? "by its name"
      : `${chosen.column.named && moneyRank(chosen.column.name).rank > 0 ? "by its name; " : ""}${chosen.sum.text}`;
  const rivals = sorted.filter(
    (c) => c !== chosen && Math.abs(weight(c) - weight(chosen)) < 0.4 && differ(c.column, chosen.column),
  );
  if (chosen.sum?.rival) rivals.push(...usable.filter((c) => c.column === chosen.sum!.rival));
  const passed = all.filter((c) => c.empty !== null && c.rank > chosen.rank);
  return {
    ...none,
    amount: { column: chosen.column, evidence: `${said}; ${decimals(chosen.column)}` },
    warnings: [
      ...passed.map((c) => `amount: ${c.column.name} is ${c.empty}, so ${chosen.column.name} is taken`),
      ...sides(chosen, sorted, sums),
      ...hundredths(chosen.column),
    ],
    open:
      rivals.length === 0 || chosen !== first
        ? []
        : [severalTotals([chosen, ...rivals].map((c) => c.column))],
  };
}

const sideOf = ({ column }: Candidate): "gross" | "net" | null =>
  column.named ? moneyRank(column.name).side : null;

/** Of a total without tax, the amount that is more on nearly every row: what the customer paid, tax included. */
function grossOf(first: Candidate, sorted: readonly Candidate[]): Candidate | null {
  if (sideOf(first) !== "net") return null;
  return sorted.find((c) => sideOf(c) !== "net" && exceeds(c.column, first.column)) ?? null;
}

/** More than another on nearly every row, and at most twice as much. */
function exceeds(a: Profile, b: Profile): boolean {
  let [rows, more] = [0, 0];
  a.numbers!.values.forEach((value, i) => {
    const other = b.numbers!.values[i]!;
    if (Number.isNaN(value) || Number.isNaN(other) || other <= 0) return;
    rows++;
    if (value > other && value <= 2 * other) more++;
  });
  return rows > 0 && more > 0.9 * rows;
}

const hundredths = (p: Profile): string[] =>
  p.named && inHundredths(p.name) && p.numbers!.fractional === 0
    ? [
        `amount: ${p.name} counts hundredths by its name, and is taken as it is, so that all money is 100 times as much; divide it by 100 in source.query`,
      ]
    : [];

/** Of totals that stand on every row of their order, the column whose lines make them up. */
function lineOf(first: Candidate, sorted: readonly Candidate[], order: Profile | null): Candidate | null {
  if (order === null) return null;
  const groups = rowsOf(order);
  if (groups.length < 3 || !sameWithin(first.column, groups)) return null;
  const total = (p: Profile, rows: readonly number[]): number =>
    rows.reduce((sum, i) => sum + (p.numbers!.values[i] || 0), 0);
  return (
    sorted.find(({ column }) => {
      if (column === first.column || sameWithin(column, groups)) return false;
      const right = groups.filter(
        (rows) =>
          Math.abs(total(column, rows) - first.column.numbers!.values[rows[0]!]!) < 0.02 * rows.length,
      );
      return right.length >= 0.5 * groups.length;
    }) ?? null
  );
}

/** The rows of each order that has several. */
function rowsOf(order: Profile): number[][] {
  const rows = new Map<string, number[]>();
  order.values.forEach((value, i) => {
    if (value === null) return;
    const known = rows.get(value);
    if (known === undefined) rows.set(value, [i]);
    else known.push(i);
  });
  return [...rows.values()].filter((each) => each.length > 1);
}

const sameWithin = (p: Profile, groups: readonly (readonly number[])[]): boolean =>
  groups.filter((rows) => rows.every((i) => p.numbers!.values[i] === p.numbers!.values[rows[0]!])).length >=
  0.9 * groups.length;

/** Different on more than one row in fifty that has both. */
function differ(a: Profile, b: Profile): boolean {
  let [rows, different] = [0, 0];
  a.numbers!.values.forEach((value, i) => {
    const other = b.numbers!.values[i]!;
    if (Number.isNaN(value) || Number.isNaN(other)) return;
    rows++;
    if (Math.abs(value - other) > 0.005) different++;
  });
  return different > 0.02 * rows;
}

/** Says which of gross and net was taken where the log has both. */
function sides(chosen: Candidate, sorted: readonly Candidate[], sums: readonly Sum[]): string[] {
  const side = sideOf;
  const other = sorted.find((c) => {
    const own = side(c);
    const summed = sums.some((s) => s.total === chosen.column && s.parts.some((p) => p.column === c.column));
    return (
      c !== chosen &&
      own !== null &&
      own !== side(chosen) &&
      (side(chosen) !== null || summed || (own === "net" && exceeds(chosen.column, c.column))) &&
      differ(c.column, chosen.column)
    );
  });
  if (other === undefined) return [];
  const taken = side(chosen) ?? (side(other) === "net" ? "gross" : "net");
  return [
    `amount: ${chosen.column.name} is taken, the ${taken} amount; the ${side(other)} one is in ${other.column.name}: set columns.amount to it to value customers so`,
  ];
}

/** A name that says little, then values alone: numbers with decimals that are no part of a sum. */
function weakly(usable: readonly Candidate[], sums: readonly Sum[]): FoundMoney | null {
  const named = best(
    usable.map((c) => c.column),
    (p) => usable.find((c) => c.column === p)!.rank,
  );
  if (named !== null)
    return { ...none, amount: { column: named, evidence: `by its name; ${decimals(named)}` } };
  const inSums = new Set(sums.flatMap((s) => s.parts.map((p) => p.column)));
  const unclaimed = usable
    .map((c) => c.column)
    .filter(
      (p) =>
        !inSums.has(p) &&
        p.numbers!.fractional > 0.05 &&
        score("quantity", p) === 0 &&
        score("order", p) === 0,
    )
    .filter((p) => !p.named || moneyRank(p.name).other === null)
    .sort((a, b) => b.numbers!.fractional - a.numbers!.fractional);
  const [first] = unclaimed;
  if (first === undefined) return null;
  const rivals = unclaimed.filter((p) => p === first || differ(p, first));
  return {
    ...none,
    amount: { column: first, evidence: "by its values alone: numbers with decimals" },
    open: rivals.length > 1 ? [severalTotals(rivals.slice(0, 6))] : [],
  };
}

/** A named amount that is constant or mostly 0, where there is nothing else. */
function empties(candidates: readonly Candidate[]): FoundMoney | null {
  const column = best(
    candidates.map((c) => c.column),
    (p) => candidates.find((c) => c.column === p)!.rank,
  );
  if (column === null) return null;
  const { empty } = candidates.find((c) => c.column === column)!;
  return {
    ...none,
    amount: { column, evidence: `by its name; ${decimals(column)}` },
    warnings: [`amount: ${column.name} is ${empty}, and no other column could be the amount; check it`],
  };
}
