import { count } from "../text/format.js";
import { currencySaid } from "./amount-currency.js";
import type { Roles } from "./assign-roles.js";
import { currencyCounts } from "./currencies.js";
import { type DecimalEvidence, decimalEvidence } from "./decimal-evidence.js";
import type { Proposal } from "./inspection.js";
import { evidentCore } from "./number-text.js";
import type { Profile } from "./profile.js";
import type { Sample } from "./sample.js";

/** Currencies of countries that write a decimal comma, and those that have no decimals. */
const commaCurrencies = new Set(
  (
    "EUR DKK SEK NOK ISK PLN CZK HUF RON BGN RSD HRK BRL ARS CLP COP UYU PYG IDR VND TRY RUB UAH BYN KZT GEL AZN MKD " +
    "JPY KRW XAF XOF XPF UGX RWF BIF DJF GNF KMF VUV CRC DEM"
  ).split(" "),
);
/** Currencies of a thousand parts. */
const thousandths = new Set("KWD BHD OMR JOD TND IQD LYD".split(" "));
const commaHeaders =
  /betrag|umsatz|summe|preis|bestell|kunde|datum|bel[oø]b|belopp|summa|antal|montant|prix|commande|importe|precio|fecha|pedido|importo|prezzo|ordine|cliente|bedrag|prijs|klant|valor|pre[cç]o|kwota|cena|zam[oó]wieni|hinta|asiakas/i;

/** The decimal separator of the amounts, where the file is text: as the whole column, and failing that the file around it, shows. */
export function decimalSeparatorKey(
  roles: Roles,
  sample: Sample,
  { notes, warnings, open }: Pick<Proposal, "notes" | "warnings" | "open">,
): "." | "," | null {
  const money = [roles.amount, roles.unitPrice, roles.quantity]
    .flatMap((role) => (role ? [role.column] : []))
    .filter(isText);
  const marked = money.filter((column) => column.values.some((text) => /[.,]/.test(text ?? "")));
  if (marked.length === 0) return null;
  const evidence = evidenceOf(marked);
  const { separator, by, example } = evidence;
  const mark = separator === "," ? "." : ",";
  if (by === "shown") {
    const sample = marked.flatMap((column) => column.values).find((text) => text?.includes(separator));
    if (separator === ",") notes["ingest.decimalSeparator"] = [`such as ${sample}`];
    if (evidence.against > 0)
      warnings.push(
        `${count(evidence.against)} amounts are written with the other decimal separator than "${separator}", which most show: they cannot be read`,
      );
    return separator === "," ? separator : null;
  }
  if (by === "none") return null;
  const code = currencyOf(roles);
  if (by === "undecided" && thousandths.has(code ?? "")) {
    const text = `${example} and all other amounts with a ${markName(mark)} have three digits after it, as ${code} has: it is taken for the decimal separator`;
    notes["ingest.decimalSeparator"] = [text];
    warnings.push(text);
    return mark;
  }
  const reading = by === "groups" ? "no amount without it is above 999" : around(roles, sample, mark);
  if (reading === null) {
    open.push(choice(evidence, mark));
    return separator;
  }
  const text = `${example} and all other amounts with a ${markName(mark)} have three digits after it, and ${reading}: it is taken for a thousands mark`;
  notes["ingest.decimalSeparator"] = [text];
  warnings.push(`${text}; if it is the decimal separator, set ingest.decimalSeparator to "${mark}"`);
  return separator;
}

const isText = (column: Profile): boolean => column.type === null || /^(VARCHAR|TEXT)/i.test(column.type);
const markName = (mark: "." | ","): string => (mark === "." ? "point" : "comma");

function evidenceOf(columns: readonly Profile[]): DecimalEvidence {
  return decimalEvidence(
    columns.flatMap((column) => column.values.map((text) => (text === null ? null : evidentCore(text)))),
  );
}

/** What beside the amounts says that the mark is one of thousands; null where nothing does. */
function around(roles: Roles, sample: Sample, mark: "." | ","): string | null {
  const others = [...roles.attributes, ...roles.ignored].map((role) => role.column);
  for (const column of others) {
    if (!isText(column) || column.numbers === null) continue;
    const { by, separator } = evidenceOf([column]);
    if (by !== "shown") continue;
    return separator === mark
      ? null
      : `column ${column.name} is written with a decimal ${markName(separator)}`;
  }
  const commaLanguage = sample.columns.find((column) => commaHeaders.test(column.name));
  if (mark === ",")
    return commaLanguage === undefined && sample.dialect?.delimiter !== ";"
      ? "the headers are English"
      : null;
  const code = currencyOf(roles);
  if (code !== null && (commaCurrencies.has(code) || code === "kr")) return `the currency is ${code}`;
  if (code === null && commaLanguage !== undefined)
    return `the name of column ${commaLanguage.name} is of a language that writes a decimal comma`;
  return null;
}

function currencyOf(roles: Roles): string | null {
  if (roles.currency !== null) return currencyCounts(roles.currency.column)[0]?.[0] ?? null;
  const amount = (roles.amount ?? roles.unitPrice)?.column;
  return amount === undefined ? null : (currencySaid(amount)?.base ?? null);
}

function choice({ example, threeDigits }: DecimalEvidence, mark: "." | ","): Proposal["open"][number] {
  const whole = example?.replace(mark, "") ?? "1234";
  const thousands = mark === "." ? "," : ".";
  return {
    key: "ingest.decimalSeparator",
    question: `${count(threeDigits)} amounts have one ${markName(mark)} and three digits after it, such as ${example}, and nothing shows what the ${markName(mark)} is`,
    choices: [
      { value: thousands, means: `${example} is ${whole}: the ${markName(mark)} marks thousands` },
      {
        value: mark,
        means: `${example} is between ${Math.floor(Number(example?.replace(",", ".")))} and ${Math.floor(Number(example?.replace(",", "."))) + 1}: the ${markName(mark)} is the decimal separator`,
      },
    ],
  };
}
