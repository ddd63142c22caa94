/** Once in the heading, so that cells are plain numbers. */
export function unit(currency: string | null): string {
  return currency === null || currency === "" ? "" : `, ${currency}`;
}
