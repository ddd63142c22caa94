/** Days from 1970-01-01 to 2000-01-01, from which the server counts. */
export const epochDays = 10_957;
const epochMicroseconds = epochDays * 86_400_000_000;
/** Microseconds of these days, in two halves of 32 bits. */
export const epochHigh = Math.floor(epochMicroseconds / 2 ** 32);
export const epochLow = epochMicroseconds % 2 ** 32;
