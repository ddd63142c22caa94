/** Validity bitmaps: bit i of byte i >> 3, least significant first, 1 = present. DuckDB and Arrow agree on this layout. */

/** Copies `count` bits of `source` from bit `from` to bit `at` of `target`, whose bits there must be 0. */
export function copyBits(
  target: Uint8Array,
  at: number,
  source: Uint8Array,
  from: number,
  count: number,
): void {
  let done = 0;
  if ((at & 7) === 0 && (from & 7) === 0) {
    done = count & ~7;
    target.set(source.subarray(from >> 3, (from + done) >> 3), at >> 3);
  }
  for (let i = done; i < count; i++) {
    if (isSet(source, from + i)) target[(at + i) >> 3]! |= 1 << ((at + i) & 7);
  }
}

/** Sets `count` bits from bit `at`. */
export function setBits(target: Uint8Array, at: number, count: number): void {
  const end = at + count;
  let i = at;
  for (; i < end && (i & 7) !== 0; i++) target[i >> 3]! |= 1 << (i & 7);
  const whole = (end - i) >> 3;
  target.fill(255, i >> 3, (i >> 3) + whole);
  for (i += whole * 8; i < end; i++) target[i >> 3]! |= 1 << (i & 7);
}

/** How many of the first `count` bits are set. */
export function countBits(source: Uint8Array, count: number): number {
  let ones = 0;
  const whole = count >> 3;
  for (let i = 0; i < whole; i++) {
    let b = source[i]!;
    b -= (b >> 1) & 0x55;
    b = (b & 0x33) + ((b >> 2) & 0x33);
    ones += (b + (b >> 4)) & 15;
  }
  for (let i = whole * 8; i < count; i++) ones += (source[i >> 3]! >> (i & 7)) & 1;
  return ones;
}

export function isSet(source: Uint8Array, bit: number): boolean {
  return ((source[bit >> 3]! >> (bit & 7)) & 1) === 1;
}
