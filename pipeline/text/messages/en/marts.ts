/** Marts: what they lack, and what is wrong with them. Questions and answers are in a file a mart. */
export const marts = {
  "marts.unbalanced": (mart: string, says: string, found: number, expected: number) =>
    `${mart} does not add up: ${says} gives ${found} instead of ${expected}. Nothing is published. This is a bug of clv.`,
  "marts.off": "the run was asked for no tables to decide with (marts: none)",
  "marts.noMoney": "the log has no amounts (columns.amount: none)",
};
