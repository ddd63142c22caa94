/**
 * Currencies as codes of ISO 4217 (and a few that trade uses beside it). Not among them: ALL, CUP and TOP, which in any
 * case of letters are words that stand beside numbers that are no amounts.
 */
export const currencyCodes: readonly string[] = (
  "AED AFN AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNH CNY " +
  "COP CRC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR " +
  "IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR " +
  "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RMB RON RSD RUB RWF SAR SBD SCR SDG SEK " +
  "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF " +
  "XPF YER ZAR ZMW ZWL DEM EEK LTL LVL SKK BTC ETH USDT USDC"
).split(" ");

const dollars =
  "USD AUD CAD NZD HKD SGD TWD MXN CLP COP ARS UYU DOP BRL JMD TTD BBD BSD BZD BMD KYD XCD FJD NAD LRD GYD SRD SBD BND";
const crowns = "DKK SEK NOK ISK EEK";
const rupees = "INR PKR LKR NPR MUR SCR";
const pesos = "MXN ARS CLP COP PHP DOP UYU";

/** Words beside an amount, in lower case, with the currencies that they may mean. */
export const currencyWords: Readonly<Record<string, string>> = {
  ...{ kr: crowns, krona: crowns, kronor: crowns, krone: crowns, kroner: crowns },
  ...{
    rs: rupees,
    rupee: rupees,
    rupees: rupees,
    peso: pesos,
    pesos: pesos,
    dollar: dollars,
    dollars: dollars,
  },
  ...{ r: "ZAR", rand: "ZAR", "s/": "PEN", rm: "MYR", rp: "IDR", rupiah: "IDR", reais: "BRL" },
  ...{ zł: "PLN", zl: "PLN", złoty: "PLN", złotych: "PLN", zloty: "PLN", kč: "CZK", kc: "CZK", ft: "HUF" },
  ...{
    lei: "RON MDL",
    leu: "RON MDL",
    лв: "BGN",
    lv: "BGN",
    руб: "RUB BYN",
    р: "RUB BYN",
    грн: "UAH",
    kn: "HRK",
  },
  ...{ din: "RSD", дин: "RSD", tl: "TRY", fr: "CHF XOF XAF XPF CDF", sfr: "CHF", dm: "DEM BAM" },
  ...{
    ksh: "KES",
    tsh: "TZS",
    ush: "UGX",
    euro: "EUR",
    euros: "EUR",
    yen: "JPY",
    yuan: "CNY RMB CNH",
    baht: "THB",
  },
  ...{ 円: "JPY", 元: "CNY RMB CNH TWD HKD", 원: "KRW" },
};

/** Signs, and dollars that say whose they are, in lower case, with the currencies that they may mean. */
export const currencySigns: Readonly<Record<string, string>> = {
  ...{ $: dollars, "＄": dollars, "€": "EUR", "£": "GBP EGP LBP SYP GIP FKP SHP SSP", "¤": "" },
  ...{ "¥": "JPY CNY RMB CNH", "￥": "JPY CNY RMB CNH", "₨": rupees, "₹": "INR", "₺": "TRY", "₩": "KRW KPW" },
  ...{ "₽": "RUB", "฿": "THB", "₴": "UAH", "₦": "NGN", "₫": "VND", "₱": "PHP", "₪": "ILS", "₡": "CRC SVC" },
  ...{ "₲": "PYG", "₸": "KZT", "₼": "AZN", "₾": "GEL", "₿": "BTC", "₵": "GHS", "₮": "MNT USDT", "₭": "LAK" },
  ...{ "৳": "BDT", "֏": "AMD", "៛": "KHR", "﷼": "IRR SAR QAR OMR YER" },
  ...{
    us$: "USD",
    a$: "AUD",
    au$: "AUD",
    c$: "CAD",
    ca$: "CAD",
    can$: "CAD",
    cdn$: "CAD",
    nz$: "NZD",
    hk$: "HKD",
  },
  ...{
    s$: "SGD",
    sg$: "SGD",
    mx$: "MXN",
    mex$: "MXN",
    nt$: "TWD",
    r$: "BRL",
    rd$: "DOP",
    j$: "JMD",
    cl$: "CLP",
  },
  ...{ col$: "COP", ar$: "ARS", tt$: "TTD" },
};

const meanings = new Map<string, readonly string[]>([
  ...currencyCodes.map((code) => [code.toLowerCase(), [code]] as const),
  ...Object.entries({ ...currencyWords, ...currencySigns }).map(
    ([text, codes]) => [text, codes.split(" ")] as const,
  ),
]);

/** The currencies that a text beside an amount may mean; none for a text that is no currency. */
export function currenciesOf(text: string): readonly string[] {
  return meanings.get(text.toLowerCase().replace(/\.$/, "")) ?? [];
}

/**
 * Every text that may stand beside an amount, longer ones first, so that the whole of a word is taken.
 * @param base a code, sign or word: only texts that may mean it; all where it is none of them
 */
export function currencyTexts(base?: string): readonly string[] {
  const wanted = base === undefined ? [] : currenciesOf(base);
  return [...meanings]
    .filter(([, codes]) => wanted.length === 0 || codes.some((code) => wanted.includes(code)))
    .map(([text]) => text)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}
