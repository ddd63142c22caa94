/** Which decimal separator the amounts of a column show, and from what. */
export interface DecimalEvidence {
  /** The reading that is taken where the texts alone do not decide: marks as thousands where the whole column looks so. */
  readonly separator: "." | ",";
  /**
   * shown: some amount can be read one way only. groups: three digits follow the one mark wherever there is one, and what
   * has no mark is below 1000. undecided: so it is, but too few amounts or none without a mark say it. none: no mark at all.
   */
  readonly by: "shown" | "groups" | "undecided" | "none";
  /** Amounts with one mark and three digits behind it. */
  readonly threeDigits: number;
  /** Amounts without a mark. */
  readonly unmarked: number;
  /** An amount that speaks the other way than `separator`, where both ways are shown. */
  readonly against: number;
  /** The first amount with the one mark. */
  readonly example: string | null;
}

type Mark = "." | ",";
const other = (mark: Mark): Mark => (mark === "." ? "," : ".");

/** What a text says: `decimal` that its mark is the decimal separator, `group` that it is not, `three` that it may be both. */
function vote(core: string): { readonly mark: Mark; readonly says: "decimal" | "group" | "three" } | null {
  const marks = core.match(/[.,]/g) as Mark[] | null;
  if (marks === null) return null;
  const last = marks.at(-1)!;
  if (marks.length > 1) {
    if (marks.every((mark) => mark === last)) return { mark: last, says: "group" };
    return { mark: last, says: marks.slice(0, -1).includes(last) ? "group" : "decimal" };
  }
  const [before = "", after = ""] = core.split(last);
  // 1 234,567 and 1'234.567 have their groups already
  const mayGroup = after.length === 3 && /^[+-]?[1-9][0-9]{0,2}$/.test(before);
  return { mark: last, says: mayGroup ? "three" : "decimal" };
}

const enough = 20;
const rarest = 0.03;

/**
 * The evidence of the whole column: most texts that show their separator decide. Where none does, three digits after the
 * one mark in every text are thousands, if amounts below 1000 without a mark are there too: decimals would differ in number.
 * @param cores amounts without their surroundings, null where a text is none
 * @example decimalEvidence(["544", "1.140", "2.928"]).by // "undecided", since these are few
 */
export function decimalEvidence(cores: readonly (string | null)[]): DecimalEvidence {
  const votes = { ".": { decimal: 0, group: 0, three: 0 }, ",": { decimal: 0, group: 0, three: 0 } };
  let unmarked = 0;
  let unmarkedLarge = 0;
  let example: string | null = null;
  for (const core of cores) {
    if (core === null) continue;
    const spoken = vote(core);
    if (spoken === null) {
      if (/[ '’ʼ]/.test(core)) continue;
      unmarked++;
      if (core.replace(/^[+-]/, "").length > 3) unmarkedLarge++;
      continue;
    }
    votes[spoken.mark][spoken.says]++;
    if (spoken.says === "three") example ??= core;
  }
  const comma = votes[","].decimal + votes["."].group;
  const point = votes["."].decimal + votes[","].group;
  const threes = votes["."].three + votes[","].three;
  const facts = { threeDigits: threes, unmarked, example };
  const shown = comma > point ? "," : ".";
  // were they decimals, one in ten would end in 0 and be written with fewer digits, or most would have two
  const doubtful =
    comma + point > 0 && votes[shown].three >= enough && votes[shown].decimal < rarest * votes[shown].three;
  if (comma + point > 0 && !doubtful)
    return { ...facts, separator: shown, by: "shown", against: Math.min(comma, point) };
  if (threes === 0) return { ...facts, separator: ".", by: "none", against: 0 };
  const mark: Mark = votes[","].three > votes["."].three ? "," : ".";
  const both = votes[","].three > 0 && votes["."].three > 0;
  const grouped = !both && !doubtful && threes >= enough && unmarked > 0 && unmarkedLarge === 0;
  return { ...facts, separator: other(mark), by: grouped ? "groups" : "undecided", against: 0 };
}
