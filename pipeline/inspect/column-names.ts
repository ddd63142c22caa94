/** What column names say about their role: words that speak for it, and words that speak against it. */
interface Vocabulary {
  readonly for: Readonly<Record<string, number>>;
  readonly against: readonly string[];
}

export type NamedRole = "customer" | "date" | "amount" | "quantity" | "unitPrice" | "order" | "currency";

const weights = (text: string): Record<string, number> =>
  Object.fromEntries(
    text.split(" ").map((pair) => {
      const [word, weight] = pair.split("=");
      return [word!, Number(weight)];
    }),
  );
const words = (text: string): string[] => text.split(" ");

const vocabularies: Readonly<Record<NamedRole, Vocabulary>> = {
  customer: {
    for: weights(
      "customer=9 customers=8 cust=9 client=9 kunde=9 kunden=9 kundennummer=9 klant=9 cliente=9 user=8 member=8 buyer=8 shopper=8 " +
        "master=7 subscriber=8 donor=8 household=7 consumer=7 visitor=6 guest=6 player=7 account=6 acct=6 contact=5 patron=7 card=4 email=5",
    ),
    against: words(
      "name country city state region zip type segment group class status age gender sex since date since count rating review " +
        "address phone first last amount value total currency language tier order orders service manager rep",
    ),
  },
  date: {
    for: weights(
      "date=8 datum=8 datetime=8 timestamp=8 fecha=8 day=6 time=5 dt=6 ts=5 ordered=7 purchased=7 placed=6 created=6 invoiced=7 " +
        "when=4 at=3 tag=3 month=2 paid=4",
    ),
    against: words(
      "birth birthday dob signup registration registered first last update updated modified ship shipped shipping delivery " +
        "delivered due expiry expires end start return returned cancel cancelled load loaded export id zone number customer",
    ),
  },
  amount: {
    for: weights(
      "amount=8 amt=8 sales=7 sale=5 total=7 revenue=9 value=6 gross=6 net=6 spend=8 spent=8 dollars=7 dollar=6 betrag=9 umsatz=9 " +
        "subtotal=6 turnover=8 gmv=8 paid=6 payment=6 price=4 preis=4 sum=5 summe=7 euro=5 eur=5 usd=5 gbp=5 importe=8 montant=8 " +
        "monetary=7 charge=5 charged=5 cost=3 donation=6",
    ),
    against: words(
      "tax vat discount shipping freight unit each quantity qty number count id points tip fee refund balance items margin profit " +
        "stock list date at time type method status currency rate code before",
    ),
  },
  quantity: {
    for: weights(
      "quantity=9 qty=9 menge=9 anzahl=9 cantidad=9 quantite=9 units=7 count=5 pieces=7 pcs=7 items=5 number=4 num=3 cds=4 volume=4",
    ),
    against: words("id phone price amount line account card value total transaction house"),
  },
  unitPrice: {
    for: weights("price=6 preis=6 einzelpreis=9 stuckpreis=9 stueckpreis=9 precio=6 prix=6 unitprice=9"),
    against: words("total amount ext extended line discount sum gross net id code list"),
  },
  order: {
    for: weights(
      "order=7 orders=5 invoice=8 transaction=8 trans=7 txn=8 tx=7 receipt=8 basket=7 bestellung=8 bestellnummer=9 bestell=7 " +
        "rechnung=8 rechnungsnummer=9 bill=6 ticket=6 sale=4 purchase=5 bon=6 document=4 checkout=5 cart=5 pedido=7 voucher=5",
    ),
    against: words(
      "date datum time at type status amount total value price item line quantity qty name channel currency count method day " +
        "month customer sum net gross country",
    ),
  },
  currency: {
    for: weights("currency=9 ccy=9 curr=8 waehrung=9 wahrung=9 devise=8 moneda=8 iso=1"),
    against: words("rate factor amount value"),
  },
};

const idWords = new Set(words("id no nr num number nummer key code identifier uuid guid hash ref"));
const unitWords = new Set(words("unit per each single item"));
const known = new Set([
  ...Object.values(vocabularies).flatMap((v) => Object.keys(v.for)),
  ...words("unit order purchase sample product stock item"),
]);
const endings = words("id no nr number date datum time name code price value amount key at num total");

/** The lower-case words of a column name: `InvoiceNo`, `invoice_no` and `invoiceno` are all invoice, no. */
export function nameWords(name: string): string[] {
  const plain = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replaceAll("ß", "ss");
  const parts = plain
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "");
  return parts.flatMap((part) => {
    const ending = endings.find((e) => part.endsWith(e) && known.has(part.slice(0, -e.length)));
    return ending === undefined ? [part] : [part.slice(0, -ending.length), ending];
  });
}

/**
 * How strongly a name speaks for a role, from 0 to about 11.
 * @example nameScore("customer", "CustomerID") // 11
 */
export function nameScore(role: NamedRole, name: string): number {
  const { for: speaking, against } = vocabularies[role];
  const parts = nameWords(name);
  const best = Math.max(0, ...parts.map((part) => speaking[part] ?? 0));
  if (best === 0) return 0;
  const spoken = parts.filter((part) => against.includes(part) && speaking[part] === undefined).length;
  const isId = parts.some((part) => idWords.has(part));
  const bonus =
    ((role === "customer" || role === "order") && isId) ||
    (role === "unitPrice" && parts.some((part) => unitWords.has(part)))
      ? 2
      : 0;
  return Math.max(0, best + bonus - 5 * spoken);
}
