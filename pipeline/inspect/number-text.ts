/** A column read as numbers under the decimal separator that its texts speak for. */
export interface NumberColumn {
  /** By row; NaN where the text is no number or missing. */
  readonly values: Float64Array;
  /** Share of the filled texts that are numbers. */
  readonly share: number;
  readonly separator: "." | ",";
  /** Whether any text shows which separator it is; "1,234" and "12" do not. */
  readonly separatorShown: boolean;
  /** Share of the numbers with a fraction other than .0. */
  readonly fractional: number;
  readonly negative: number;
}

const signs = /[\s\u00A0\u202F€$£¥'’]|^[A-Z]{3}|[A-Z]{3}$/g;
const forms = {
  ".": { plain: /^[+-]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/, grouped: /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/ },
  ",": { plain: /^[+-]?(\d+,?\d*|,\d+)$/, grouped: /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/ },
} as const;

/** The number that ingest would read, or NaN: `readNumber("1.234,50 €", ",")` is 1234.5. */
export function readNumber(text: string, separator: "." | ","): number {
  if (separator === "." && forms["."].plain.test(text)) return Number(text);
  const bare = text
    .trim()
    .replace(/^\((.*)\)$|^(.*\d)-$/, "-$1$2")
    .replace(signs, "");
  const { plain, grouped } = forms[separator];
  if (!plain.test(bare) && !grouped.test(bare)) return Number.NaN;
  const other = separator === "." ? "," : ".";
  return Number(bare.replaceAll(other, "").replace(",", "."));
}

/** Which separator a text speaks for: 1 a comma, -1 a point, 0 neither. Three digits after the only mark may be a group. */
function vote(text: string): -1 | 0 | 1 {
  const marks = text.match(/[.,]/g);
  if (marks === null) return 0;
  const last = marks.at(-1)!;
  const after = /^\d*/.exec(text.slice(text.lastIndexOf(last) + 1))![0].length;
  const others = marks.slice(0, -1);
  const speaks = last === "," ? 1 : -1;
  if (others.length > 0) {
    if (others.every((m) => m !== last)) return speaks;
    return others.every((m) => m === last) ? (speaks === 1 ? -1 : 1) : 0;
  }
  return after === 3 && /\d/.test(text[text.indexOf(last) - 1] ?? "") && !/^[-+(]?0[.,]/.test(text)
    ? 0
    : speaks;
}

/** The decimal separator that most texts speak for; a point when none does. */
export function decimalSeparator(texts: readonly (string | null)[]): {
  separator: "." | ",";
  shown: boolean;
} {
  let comma = 0;
  let point = 0;
  for (const text of texts) {
    const spoken = text === null ? 0 : vote(text);
    if (spoken === 1) comma++;
    else if (spoken === -1) point++;
  }
  return { separator: comma > point ? "," : ".", shown: comma + point > 0 };
}

/** Null when fewer than four fifths of the filled texts are numbers. */
export function numberColumn(texts: readonly (string | null)[]): NumberColumn | null {
  const { separator, shown } = decimalSeparator(texts);
  const values = new Float64Array(texts.length).fill(Number.NaN);
  let filled = 0;
  let numbers = 0;
  let fractions = 0;
  let negatives = 0;
  for (const [i, text] of texts.entries()) {
    if (text === null) continue;
    filled++;
    const value = readNumber(text, separator);
    if (Number.isNaN(value)) continue;
    values[i] = value;
    numbers++;
    if (!Number.isInteger(value)) fractions++;
    if (value < 0) negatives++;
  }
  if (filled === 0 || numbers < 0.8 * filled) return null;
  return {
    values,
    share: numbers / filled,
    separator,
    separatorShown: shown,
    fractional: fractions / numbers,
    negative: negatives / numbers,
  };
}
