/** A slice of clv_customer_history that has to be written. */
export interface CustomerSlice {
  readonly asOf: string;
  /** The as-of date that its changes are counted from. */
  readonly previous: string | null;
}

/**
 * The slices that publishing an as-of date changes: that of the date, that of the date after it, and those that are missing,
 * since earlier versions wrote none.
 * @param dates of the slices of scores, in any order
 * @param known dates of the slices that are there
 */
export function slicesChangedBy(
  published: string,
  dates: readonly string[],
  known: readonly string[],
): CustomerSlice[] {
  const isThere = new Set(known);
  const all = [...new Set([...dates, published])].sort();
  return all
    .map((asOf, i): CustomerSlice => ({ asOf, previous: all[i - 1] ?? null }))
    .filter((slice) => [slice.asOf, slice.previous].includes(published) || !isThere.has(slice.asOf));
}
