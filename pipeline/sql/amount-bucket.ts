/** Amounts fall into buckets of equal ratio: this many for a factor of ten. */
export const amountBucketsPerFactorTen = 10;

/** The bucket of amounts that have no logarithm: 0. */
export const bucketOfNothing = -1000;
