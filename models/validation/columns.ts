/** Numbers by customer, or by group of customers with weights. */
export type Column = ArrayLike<number>;

/**
 * Throws a RangeError unless the columns have one length above 0, hold no NaN, and the weights are finite, >= 0 and not all 0.
 * @param what names of the columns for the message
 */
export function checkColumns(
  columns: Readonly<Record<string, Column>>,
  weights?: Column,
  what = "forecasts",
): void {
  const entries = Object.entries(weights === undefined ? columns : { ...columns, weights });
  const lengths = entries.map(([, column]) => column.length);
  if (!lengths.every((n) => n === lengths[0]) || lengths[0] === 0)
    throw new RangeError(
      `${what} need columns of one length above 0; got ${entries.map(([name, c]) => `${name} ${c.length}`).join(", ")}`,
    );
  for (const [name, column] of entries)
    for (let i = 0; i < column.length; i++)
      if (Number.isNaN(column[i])) throw new RangeError(`${what}: ${name} is NaN in row ${i}`);
  if (weights === undefined) return;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! >= 0 && weights[i]! < Infinity))
      throw new RangeError(`${what}: a weight is finite and >= 0; got ${weights[i]} in row ${i}`);
    total += weights[i]!;
  }
  if (total === 0) throw new RangeError(`${what}: all weights are 0`);
}

/** Weighted mean of value(i) over n rows. */
export function weightedMean(n: number, value: (i: number) => number, weights?: Column): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    if (weight === 0) continue;
    sum += weight * value(i);
    total += weight;
  }
  return sum / total;
}

/**
 * Row numbers by rising value; equal values keep their order.
 * @param values no NaN
 */
export function ascending(values: Column): Uint32Array {
  if (values.length >= manyRows) return sortedByDigits(values);
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => values[i]! - values[j]! || i - j,
  );
}

const manyRows = 1000;
const digitBits = 11;
const digits = 6; // of 64 bits
const base = 1 << digitBits;

/** Radix sort by the bits of the numbers, lowest digits first: no comparisons, and time proportional to the rows. */
function sortedByDigits(values: Column): Uint32Array {
  const n = values.length;
  const words = risingBits(values);
  let order = new Uint32Array(n).map((_, i) => i);
  let other = new Uint32Array(n);
  const digit = new Uint16Array(n);
  for (let d = 0; d < digits; d++) {
    const next = countDigits(words, d * digitBits, digit);
    if (next === null) continue;
    scatter(order, other, digit, next);
    [order, other] = [other, order];
  }
  return order;
}

/** Two words a number, the lower one first, which rise with it: the sign bit is turned, and of negative numbers all bits. */
function risingBits(values: Column): Uint32Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = values[i]! + 0; // -0 becomes what it equals
  const words = new Uint32Array(numbers.buffer);
  for (let i = 0; i < words.length; i += 2) {
    const turned = words[i + 1]! >>> 31 === 1 ? 0xffffffff : 0;
    words[i] = words[i]! ^ turned;
    words[i + 1] = words[i + 1]! ^ (turned | 0x80000000);
  }
  return words;
}

/** Writes the digit of each number that begins at a bit; where the numbers with each digit go. Null where all have the same. */
function countDigits(words: Uint32Array, bit: number, digit: Uint16Array): Uint32Array | null {
  const counts = new Uint32Array(base);
  const [word, shift] = [bit >> 5, bit & 31];
  const [low, high] = [word, Math.min(1, word + 1)];
  const carried = word === 0 && shift + digitBits > 32 ? 32 - shift : digitBits;
  for (let i = 0; i < digit.length; i++) {
    const found =
      (words[2 * i + low]! >>> shift) | (carried < digitBits ? words[2 * i + high]! << carried : 0);
    digit[i] = found & (base - 1);
    counts[digit[i]!]!++;
  }
  if (counts[digit[0]!] === digit.length) return null;
  let before = 0;
  for (let v = 0; v < base; v++) {
    const count = counts[v]!;
    counts[v] = before;
    before += count;
  }
  return counts;
}

function scatter(from: Uint32Array, to: Uint32Array, digit: Uint16Array, next: Uint32Array): void {
  for (let s = 0; s < from.length; s++) {
    const i = from[s]!;
    const value = digit[i]!;
    to[next[value]!] = i;
    next[value] = next[value]! + 1;
  }
}
