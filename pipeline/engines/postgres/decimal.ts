import type { Decimal } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { trim, type ValueReader } from "./values.js";

/*
 * numeric travels as groups of four decimal digits: their count, the power of 10,000 of the first, a sign, how many digits
 * to show after the point, then the groups, 16 bits each.
 */

const minus = 0x4000;
/** Whole numbers of so many digits are exact in a double, also while a group is added. */
const exactDigits = 15;

/** numeric(p, s) as Decimal128: the number without its point, in four 32-bit words. */
export function decimalReader(name: string, { precision, scale }: Decimal, capacity: number): ValueReader {
  let words = new Uint32Array(0);
  const last = -Math.ceil(scale / 4);
  const cut = 10 ** (-4 * last - scale);
  return {
    start() {
      words = new Uint32Array(capacity * 4);
    },
    read({ view }, at, _length, row) {
      const groups = view.getInt16(at);
      const weight = view.getInt16(at + 2);
      const sign = view.getUint16(at + 4);
      if (sign !== 0 && sign !== minus) throw notFinite(name);
      const end = at + 8 + 2 * groups;
      const to = row * 4;
      if (precision <= exactDigits) {
        let sum = 0;
        for (let power = weight, from = at + 8; power >= last; power--, from += 2) {
          const group = from < end ? view.getInt16(from) : 0;
          sum = power === last ? sum * (10_000 / cut) + group / cut : sum * 10_000 + group;
        }
        if (sign === minus) sum = -sum;
        const high = Math.floor(sum / 2 ** 32);
        words[to] = sum - high * 2 ** 32;
        words[to + 1] = high;
        words[to + 2] = words[to + 3] = sum < 0 ? 0xffffffff : 0;
        return;
      }
      for (let power = weight, from = at + 8; power >= last; power--, from += 2) {
        const group = from < end ? view.getInt16(from) : 0;
        if (power === last) multiplyAdd(words, to, 10_000 / cut, group / cut);
        else multiplyAdd(words, to, 10_000, group);
      }
      if (sign === minus) negate(words, to);
    },
    take: (rows) => ({ values: trim(words, rows * 4) }),
  };
}

function multiplyAdd(words: Uint32Array, at: number, factor: number, term: number): void {
  let carry = term;
  for (let i = at; i < at + 4; i++) {
    const product = words[i]! * factor + carry;
    words[i] = product;
    carry = Math.floor(product / 2 ** 32);
  }
}

function negate(words: Uint32Array, at: number): void {
  let carry = 1;
  for (let i = at; i < at + 4; i++) {
    const inverse = (~words[i]! >>> 0) + carry;
    words[i] = inverse;
    carry = inverse > 0xffffffff ? 1 : 0;
  }
}

function notFinite(name: string): ClvError {
  return new ClvError(
    "ENGINE_REFUSED",
    `column "${name}" of the result holds NaN or an infinity as numeric, which no decimal can say; ` +
      `take it out in the statement, e.g. nullif(${name}, 'NaN'), or cast it to double precision`,
  );
}

/** Bytes that `writeDecimal` writes at most. */
export const decimalBytes = 8 + 2 * 21;

/** What writing numbers of one scale needs, worked out once. */
export interface DecimalForm {
  readonly scale: number;
  /** groups behind the point */
  readonly fraction: number;
  /** 10^scale */
  readonly unit: number;
  /** what fills the last group */
  readonly pad: number;
}

export function decimalForm(scale: number): DecimalForm {
  const fraction = Math.ceil(scale / 4);
  return { scale, fraction, unit: 10 ** scale, pad: 10 ** (4 * fraction - scale) };
}

/** Writes one Decimal128 (four words from `from`) as numeric; returns the bytes written. */
export function writeDecimal(
  words: Uint32Array,
  from: number,
  { scale, fraction, unit, pad }: DecimalForm,
  view: DataView,
  at: number,
): number {
  const high = words[from + 1]! | 0;
  const extended = high >> 31;
  const fitsWords = (words[from + 2]! | 0) === extended && (words[from + 3]! | 0) === extended;
  const value = high * 2 ** 32 + words[from]!;
  if (fitsWords && Number.isSafeInteger(value) && scale <= 12) {
    const size = Math.abs(value);
    const whole = Math.floor(size / unit);
    const rest = (size - whole * unit) * pad;
    let count = fraction;
    for (let left = whole; left > 0; left = Math.floor(left / 10_000)) count += 1;
    writeHead(count, fraction, value < 0, scale, view, at);
    const point = at + 8 + 2 * (count - fraction);
    writeBackwards(whole, count - fraction, view, point);
    writeBackwards(rest, fraction, view, point + 2 * fraction);
    return 8 + 2 * count;
  }
  const big = bigValue(words, from);
  const size = big < 0n ? -big : big;
  const digits = (size * 10n ** BigInt(4 * fraction - scale)).toString();
  const groups: number[] = [];
  for (let end = digits.length; end > 0; end -= 4)
    groups.unshift(Number(digits.slice(Math.max(0, end - 4), end)));
  while (groups.length < fraction) groups.unshift(0);
  writeHead(groups.length, fraction, big < 0n, scale, view, at);
  groups.forEach((group, i) => {
    view.setInt16(at + 8 + 2 * i, group);
  });
  return 8 + 2 * groups.length;
}

/** A whole number in so many groups of four digits, the last one before `end`. */
function writeBackwards(number: number, groups: number, view: DataView, end: number): void {
  let left = number;
  for (let i = 1; i <= groups; i++) {
    const next = Math.floor(left / 10_000);
    view.setInt16(end - 2 * i, left - next * 10_000);
    left = next;
  }
}

function writeHead(
  groups: number,
  fraction: number,
  negative: boolean,
  scale: number,
  view: DataView,
  at: number,
): void {
  view.setInt16(at, groups);
  view.setInt16(at + 2, groups - fraction - 1);
  view.setUint16(at + 4, negative ? minus : 0);
  view.setInt16(at + 6, scale);
}

function bigValue(words: Uint32Array, from: number): bigint {
  let value = BigInt(words[from + 3]! | 0);
  for (let i = 2; i >= 0; i--) value = (value << 32n) | BigInt(words[from + i]!);
  return value;
}
