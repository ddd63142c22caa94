/** How exports write the moment of an order. */
export interface DateStyle {
  readonly name: string;
  readonly write: (at: number) => string;
  /** The day in UTC that it stands for; by default that of the moment, since the clock that is written is UTC's. */
  readonly ambiguous?: boolean;
  /** Only exports in this language write so. */
  readonly language?: string;
}

const two = (n: number): string => `${n}`.padStart(2, "0");
const of = (at: number) => {
  const d = new Date(at * 1000);
  return {
    y: d.getUTCFullYear(),
    m: d.getUTCMonth() + 1,
    d: d.getUTCDate(),
    h: d.getUTCHours(),
    min: d.getUTCMinutes(),
    s: d.getUTCSeconds(),
    w: d.getUTCDay(),
  };
};
const iso = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10);
const clock = (at: number): string => new Date(at * 1000).toISOString().slice(11, 19);
const in12 = (at: number): string => {
  const { h, min } = of(at);
  return `${h % 12 || 12}:${two(min)} ${h < 12 ? "AM" : "PM"}`;
};
const shortMonths = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const months = "January February March April May June July August September October November December".split(
  " ",
);
const weekdays = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const localMonths: Readonly<Record<string, readonly [text: string, dot: string]>> = {
  de: ["Januar Februar März April Mai Juni Juli August September Oktober November Dezember", "."],
  fr: ["janvier février mars avril mai juin juillet août septembre octobre novembre décembre", ""],
  it: ["gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", ""],
  nl: ["januari februari maart april mei juni juli augustus september oktober november december", ""],
  da: ["januar februar marts april maj juni juli august september oktober november december", "."],
  sv: ["januari februari mars april maj juni juli augusti september oktober november december", ""],
  nb: ["januar februar mars april mai juni juli august september oktober november desember", "."],
};
const spanish =
  "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" ");
const excel = (at: number): number => at / 86_400 + 25_569;
/** A moment as the clock of a zone that is some hours ahead shows it. */
const ahead = (at: number, hours: number): number => at + hours * 3600;
const isSummer = (at: number): boolean => of(at).m > 3 && of(at).m < 11;

const dmy = (at: number, mark: string): string => `${two(of(at).d)}${mark}${two(of(at).m)}${mark}${of(at).y}`;
const mdy = (at: number, mark: string): string => `${two(of(at).m)}${mark}${two(of(at).d)}${mark}${of(at).y}`;

export const dateStyles: readonly DateStyle[] = [
  { name: "iso", write: iso },
  { name: "iso time", write: (at) => `${iso(at)} ${clock(at)}` },
  { name: "iso T Z", write: (at) => `${iso(at)}T${clock(at)}Z` },
  { name: "iso T millis Z", write: (at) => `${iso(at)}T${clock(at)}.120Z` },
  { name: "iso minutes", write: (at) => `${iso(at)} ${clock(at).slice(0, 5)}` },
  { name: "iso +02:00", write: (at) => `${iso(ahead(at, 2))}T${clock(ahead(at, 2))}+02:00` },
  { name: "iso -0500", write: (at) => `${iso(ahead(at, -5))} ${clock(ahead(at, -5))} -0500` },
  { name: "iso +01", write: (at) => `${iso(ahead(at, 1))} ${clock(ahead(at, 1))}+01` },
  { name: "iso UTC", write: (at) => `${iso(at)} ${clock(at)} UTC` },
  { name: "iso GMT", write: (at) => `${iso(at)} ${clock(at)} GMT` },
  {
    name: "iso PST/PDT",
    write: (at) => {
      const hours = isSummer(at) ? -7 : -8;
      return `${iso(ahead(at, hours))} ${clock(ahead(at, hours))} ${isSummer(at) ? "PDT" : "PST"}`;
    },
  },
  {
    name: "mdy PST/PDT",
    write: (at) => {
      const hours = isSummer(at) ? -7 : -8;
      return `${mdy(ahead(at, hours), "/")} ${clock(ahead(at, hours))} ${isSummer(at) ? "PDT" : "PST"}`;
    },
  },
  { name: "IANA", write: (at) => `${iso(ahead(at, 9))}T${clock(ahead(at, 9))}+09:00[Asia/Tokyo]` },
  { name: "d.m.Y", write: (at) => dmy(at, ".") },
  { name: "j.n.Y", write: (at) => `${of(at).d}.${of(at).m}.${of(at).y}` },
  { name: "d. m. Y", write: (at) => `${of(at).d}. ${of(at).m}. ${of(at).y}` },
  { name: "d.m.y", write: (at) => `${two(of(at).d)}.${two(of(at).m)}.${two(of(at).y % 100)}` },
  { name: "d.m.Y H:i", write: (at) => `${dmy(at, ".")} ${clock(at).slice(0, 5)}` },
  { name: "d.m.Y H.i", write: (at) => `${dmy(at, ".")} ${clock(at).slice(0, 5).replace(":", ".")}` },
  { name: "d.m.Y, H:i:s", write: (at) => `${dmy(at, ".")}, ${clock(at)}` },
  { name: "d/m/Y", write: (at) => dmy(at, "/") },
  { name: "j/n/Y", write: (at) => `${of(at).d}/${of(at).m}/${of(at).y}` },
  { name: "d/m/Y H:i", write: (at) => `${dmy(at, "/")} ${clock(at).slice(0, 5)}` },
  { name: "d/m/y", write: (at) => `${two(of(at).d)}/${two(of(at).m)}/${two(of(at).y % 100)}` },
  { name: "m/d/Y", write: (at) => mdy(at, "/") },
  { name: "n/j/Y", write: (at) => `${of(at).m}/${of(at).d}/${of(at).y}` },
  {
    name: "n/j/y H:i",
    write: (at) => `${of(at).m}/${of(at).d}/${two(of(at).y % 100)} ${of(at).h}:${two(of(at).min)}`,
  },
  { name: "m/d/Y AM", write: (at) => `${mdy(at, "/")} ${in12(at)}` },
  { name: "d-m-Y", write: (at) => dmy(at, "-") },
  { name: "m-d-Y", write: (at) => mdy(at, "-") },
  { name: "Y/m/d", write: (at) => iso(at).replaceAll("-", "/") },
  { name: "Y/m/d time", write: (at) => `${iso(at).replaceAll("-", "/")} ${clock(at)}` },
  { name: "Y.m.d", write: (at) => iso(at).replaceAll("-", ".") },
  { name: "Y. m. d.", write: (at) => `${of(at).y}. ${two(of(at).m)}. ${two(of(at).d)}.` },
  { name: "Ymd", write: (at) => iso(at).replaceAll("-", "") },
  { name: "YmdHis", write: (at) => iso(at).replaceAll("-", "") + clock(at).replaceAll(":", "") },
  { name: "y-m-d", write: (at) => iso(at).slice(2) },
  { name: "epoch", write: (at) => `${at}` },
  { name: "epoch ms", write: (at) => `${at * 1000 + 123}` },
  { name: "epoch us", write: (at) => `${at * 1_000_000 + 123_456}` },
  { name: "excel", write: (at) => `${Math.floor(excel(at))}` },
  { name: "excel time", write: (at) => excel(at).toFixed(6) },
  { name: "M j, Y", write: (at) => `${shortMonths[of(at).m - 1]} ${of(at).d}, ${of(at).y}` },
  { name: "F j, Y time", write: (at) => `${months[of(at).m - 1]} ${of(at).d}, ${of(at).y} ${in12(at)}` },
  { name: "j F Y", write: (at) => `${of(at).d} ${months[of(at).m - 1]} ${of(at).y}` },
  { name: "d-M-Y", write: (at) => `${two(of(at).d)}-${shortMonths[of(at).m - 1]}-${of(at).y}` },
  {
    name: "d-M-y",
    write: (at) => `${two(of(at).d)}-${shortMonths[of(at).m - 1]!.toUpperCase()}-${two(of(at).y % 100)}`,
  },
  {
    name: "l, F j, Y",
    write: (at) => `${weekdays[of(at).w]}, ${months[of(at).m - 1]} ${of(at).d}, ${of(at).y}`,
  },
  {
    name: "RFC 2822",
    write: (at) =>
      `${weekdays[of(at).w]!.slice(0, 3)}, ${two(of(at).d)} ${shortMonths[of(at).m - 1]} ${of(at).y} ${clock(at)} +0000`,
  },
  ...Object.entries(localMonths).map(([language, [text, dot]]) => ({
    name: `months in ${language}`,
    language,
    write: (at: number) => `${of(at).d}${dot} ${text.split(" ")[of(at).m - 1]} ${of(at).y}`,
  })),
  {
    name: "months in es",
    language: "es",
    write: (at) => `${of(at).d} de ${spanish[of(at).m - 1]} de ${of(at).y}`,
  },
  {
    name: "months in ja",
    language: "ja",
    write: (at) => `${of(at).y}年${two(of(at).m)}月${two(of(at).d)}日`,
  },
];
