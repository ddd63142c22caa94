import { nameWords } from "./column-names.js";
import { type DateColumn, dateColumn, readDays } from "./date-format.js";
import { type Layout, type OrderClue, ordinal } from "./date-order.js";
import type { Profile } from "./profile.js";

/** Words of headers in languages whose dates begin with the day; none of them is English. */
const dayFirstWords = new Set(
  (
    "datum kunde kunden kundennummer betrag umsatz bestellung bestelldatum rechnung rechnungsdatum waehrung wahrung menge preis " +
    "commande montant facture achat devise quantite prix fecha cliente importe pedido factura compra moneda cantidad precio " +
    "ordine importo fattura totale quantita prezzo valuta klant klantnummer bestelling bedrag factuur aantal prijs " +
    "encomenda valor fatura moeda quantidade preco zamowienie klient kwota faktura ilosc cena waluta data " +
    "kund kundnummer belopp ordredato ordrenummer belob belop antal antall pris orderdatum ordernummer tilaus asiakas summa paivamaara pvm"
  ).split(" "),
);

/** The same columns, day and month of each date told apart with what the other columns and the headers say. */
export function withClues(profiles: readonly Profile[], today?: number): Profile[] {
  const language = languageClues(profiles);
  return profiles.map((profile) => {
    const { dates, values } = profile;
    if (dates === null || (!dates.ambiguous && dates.choices.length === 0)) return profile;
    const clues = [...columnClues(profile, dates, profiles), ...language, ...zoneClues(profile)];
    if (clues.length === 0) return profile;
    return {
      ...profile,
      dates: dateColumn(values, { ...(today !== undefined && { today }), clues }) ?? dates,
    };
  });
}

function languageClues(profiles: readonly Profile[]): OrderClue[] {
  const clues: OrderClue[] = [];
  const word = profiles.find((p) => p.named && nameWords(p.name).some((each) => dayFirstWords.has(each)));
  if (word !== undefined)
    clues.push({
      layout: "dmy",
      evidence: `as usual in the language of the header ${word.name}`,
      decides: false,
    });
  const comma = profiles.find((p) => p.numbers?.separator === "," && p.numbers.fractional > 0);
  if (comma !== undefined)
    clues.push({
      layout: "dmy",
      evidence: `as usual where numbers have a decimal comma (${comma.name})`,
      decides: false,
    });
  return clues;
}

function zoneClues({ values }: Profile): OrderClue[] {
  const american = values.find((text) => text !== null && /\b(A[KS]|[PMCE])[SD]T$/.test(text));
  return american === undefined
    ? []
    : [{ layout: "mdy", evidence: `as usual in the time zone of ${american}`, decides: false }];
}

/** What columns say whose dates are certain. */
function columnClues(profile: Profile, dates: DateColumn, profiles: readonly Profile[]): OrderClue[] {
  const certain = profiles.filter(
    ({ dates: other }) => other !== null && !other.ambiguous && other.choices.length === 0,
  );
  const clues: OrderClue[] = [];
  for (const other of certain) {
    const layout = other.dates!.order === null ? null : numericLayout(other.dates!.formats);
    if (layout !== null)
      clues.push({
        layout,
        evidence: `as in the column ${other.name}: ${other.dates!.order}`,
        decides: true,
      });
    const near = nearestLayout(profile, dates, other.dates!);
    if (near !== null)
      clues.push({
        layout: near,
        evidence: `because the days then agree with those of the column ${other.name}`,
        decides: true,
      });
  }
  return clues;
}

function numericLayout(formats: readonly string[]): Layout | null {
  const numeric = formats.find((format) => /%d/.test(format) && /%m/.test(format) && !/^%Y/.test(format));
  if (numeric === undefined) return null;
  if (numeric.startsWith("%y")) return "ymd";
  return numeric.indexOf("%d") < numeric.indexOf("%m") ? "dmy" : "mdy";
}

/** The reading under which most rows lie within a week of another date on the row, where others are clearly farther. */
function nearestLayout({ values }: Profile, dates: DateColumn, other: DateColumn): Layout | null {
  const readings = new Map<Layout, readonly string[]>();
  for (const formats of [dates.formats, dates.formats.map(swapped), ...dates.choices.map((c) => c.formats)]) {
    const layout = numericLayout(formats);
    if (layout !== null) readings.set(layout, formats);
  }
  const shares = [...readings].map(([layout, formats]) => ({
    layout,
    share: nearShare(readDays(values, formats), other.days),
  }));
  shares.sort((a, b) => b.share - a.share);
  const [best, next] = shares;
  return best !== undefined && best.share >= 0.6 && (next?.share ?? 0) <= 0.6 * best.share
    ? best.layout
    : null;
}

function nearShare(days: readonly number[], others: Int32Array): number {
  let [both, near] = [0, 0];
  for (const [i, day] of days.entries()) {
    const other = others[i]!;
    if (day === 0 || other === 0) continue;
    both++;
    if (Math.abs(ordinal(day) - ordinal(other)) <= 7) near++;
  }
  return both < 5 ? 0 : near / both;
}

function swapped(format: string): string {
  return format.replace(/%[dm]/g, (directive) => (directive === "%d" ? "%m" : "%d"));
}
