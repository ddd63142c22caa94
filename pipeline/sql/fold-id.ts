/** Ways in which two spellings of a customer id can be one id. */
export const idFoldings = ["email-case", "case", "decimals", "leading-zeros", "unicode"] as const;
export type IdFolding = (typeof idFoldings)[number];

const folds: Readonly<Record<IdFolding, (id: string) => string>> = {
  unicode: (id) => id.normalize("NFC"),
  decimals: (id) => (/^[0-9]+[.]0+$/.test(id) ? id.replace(/[.]0+$/, "") : id),
  "leading-zeros": (id) => (/^0+[1-9][0-9]*$/.test(id) ? id.replace(/^0+/, "") : id),
  "email-case": (id) => (id.includes("@") ? lower(id) : id),
  case: lower,
};

/** The order in which they are applied: pipeline/sql/customer-id.ts does the same. */
export const foldingOrder: readonly IdFolding[] = [
  "unicode",
  "decimals",
  "leading-zeros",
  "email-case",
  "case",
];

/**
 * The id that all its spellings share.
 * @example foldId("Ada@Example.com", ["email-case"]) // "ada@example.com"
 */
export function foldId(id: string, foldings: readonly IdFolding[]): string {
  return foldingOrder.filter((each) => foldings.includes(each)).reduce((text, each) => folds[each](text), id);
}

/** A to Z alone: what other letters are in lower case depends on the engine and its language. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
