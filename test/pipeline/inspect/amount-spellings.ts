import { seededRandom } from "../../../models/numeric/random.js";

/** A number as people write it, and what it is. */
export interface Spelling {
  readonly text: string;
  readonly value: number;
}

const signs = ["€", "$", "£", "¥", "₹", "₺", "₩", "₽", "฿", "₴", "₦", "US$", "A$", "R$", "CA$", "nz$"];
const words = [
  "EUR",
  "eur",
  "Usd",
  "CHF",
  "kr",
  "kr.",
  "Kr",
  "Rs",
  "Rs.",
  "zł",
  "ZŁ",
  "Kč",
  "Ft",
  "TL",
  "Fr.",
  "S/",
  "R",
];
const blanks = ["", " ", "\u00a0", "\u202f", "\u2009", "  "];
const minuses = ["-", "\u2212", "\u2013"];

/** Spellings under a decimal separator: currency × its place × thousands × decimals × minus, the same on every run. */
export function amountSpellings(separator: "." | ",", many: number): Spelling[] {
  const random = seededRandom(separator === "." ? 11 : 12);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  return Array.from({ length: many }, () => {
    const cents = Math.floor(10 ** (9 * random()));
    const digits = one([0, 1, 2, 2]);
    const whole = Math.floor(cents / 100);
    const fraction = digits === 0 ? "" : `${cents % 100}`.padStart(2, "0").slice(0, digits);
    const dash = digits === 0 && random() < 0.2 ? `${separator}${one(["-", "–", "--"])}` : "";
    const number = grouped(`${whole}`, separator, one) + (fraction === "" ? dash : separator + fraction);
    const value = Number(`${whole}.${fraction || "0"}`);
    const currency = one(["", ...signs, ...words]);
    const blank = one(blanks);
    const front = random() < 0.5;
    const withCurrency = (text: string): string => {
      if (currency === "") return text;
      return front ? `${currency}${blank}${text}` : `${text}${blank}${currency}`;
    };
    const minus = one(minuses);
    const negative = one([
      `${minus}${withCurrency(number)}`,
      withCurrency(`${minus}${number}`),
      `(${withCurrency(number)})`,
      withCurrency(`(${number})`),
      ...(dash === "" ? [withCurrency(`${number}${minus}`)] : []),
    ]);
    return random() < 0.7
      ? { text: withCurrency(number), value }
      : { text: negative, value: value === 0 ? 0 : -value };
  });
}

/** Digits in groups of three, or in lakh and crore where points are decimal, or as they are. */
function grouped(digits: string, separator: "." | ",", one: <T>(of: readonly T[]) => T): string {
  const style = one(["none", "mark", "blank", "apostrophe", "lakh"] as const);
  if (style === "none" || digits.length < 4) return digits;
  const mark = {
    lakh: ".",
    mark: separator === "." ? "," : ".",
    blank: one([" ", "\u00a0", "\u202f", "\u2009"]),
    apostrophe: one(["'", "’"]),
  }[style];
  if (style === "lakh" && separator === ".") {
    const [head, tail] = [digits.slice(0, -3), digits.slice(-3)];
    return `${head.replace(/\B(?=(\d{2})+$)/g, ",")},${tail}`;
  }
  return digits.replace(/\B(?=(\d{3})+$)/g, mark);
}

/** Texts that stand in columns of amounts and are none. */
export const noAmounts: readonly string[] = [
  ...[
    "12 pcs",
    "pcs 12",
    "N/A",
    "1-2",
    "3/4",
    "10%",
    "10 %",
    "12:30",
    "50¢",
    "12€50",
    "2024-01-02",
    "12k",
    "abc",
    "A12",
  ],
  ...[
    "-",
    "–",
    "€",
    "kr",
    "Rs.",
    "()",
    "(5",
    "5)(",
    "--5",
    "-5-",
    "0x1F",
    "1.2.3,4",
    "1,2,3",
    "12 34",
    "5 items",
  ],
  ...[
    "ABC 5",
    "5 XYZ",
    "all 5",
    "top 5",
    "#5",
    "~5",
    "5?",
    "544 kr.-",
    "1 of 2",
    "5 kg",
    "5 krates",
    "0.1.2024",
  ],
];
