/**
 * The names of the months, January first, full and short: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Danish,
 * Norwegian, Swedish, Finnish and Icelandic. No name stands for two months. A dot may follow any of them.
 */
const months: readonly string[] = [
  "january jan januar jänner jän janvier janv enero ene gennaio gen januari janeiro styczeń stycznia sty tammikuu tammikuuta tammi janúar",
  "february feb februar feber februari février févr fév febrero febbraio fevereiro fev luty lutego lut helmikuu helmikuuta helmi febrúar",
  "march mar märz mär mrz mars marzo maart mrt março marzec marca marts maaliskuu maaliskuuta maalis",
  "april apr avril avr abril abr aprile kwiecień kwietnia kwi huhtikuu huhtikuuta huhti apríl",
  "may mai mayo maggio mag mei maio maj maja toukokuu toukokuuta touko maí",
  "june jun juni juin junio giugno giu junho czerwiec czerwca cze kesäkuu kesäkuuta kesä júní",
  "july jul juli juillet juil julio luglio lug julho lipiec lipca lip heinäkuu heinäkuuta heinä júlí",
  "august aug août aoû agosto ago augustus augusti sierpień sierpnia sie elokuu elokuuta elo ágúst",
  "september sep sept septembre septiembre setiembre settembre set setembro wrzesień września wrz syyskuu syyskuuta syys",
  "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź lokakuu lokakuuta loka október",
  "november nov novembre noviembre novembro listopad listopada lis marraskuu marraskuuta marras nóvember",
  "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia gru desember des joulukuu joulukuuta joulu",
];

const weekdays: readonly string[] = [
  "monday mon montag mo lundi lun lunes lunedì maandag ma segunda-feira segunda seg poniedziałek pon mandag man måndag mån",
  "tuesday tue tues dienstag di mardi mar martes martedì dinsdag terça-feira terça ter wtorek wt tirsdag tir tisdag tis",
  "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì woensdag wo quarta-feira quarta qua środa śr onsdag ons",
  "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio donderdag quinta-feira quinta qui czwartek czw",
  "torsdag tor tors friday fri freitag fr vendredi ven viernes vie venerdì vrijdag vr sexta-feira sexta sex piątek pt pią",
  "fredag fre saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab zaterdag za sobota sob lørdag lør lördag lör",
  "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo niedziela nie niedz ndz søndag søn söndag sön",
  "maanantai tiistai ti keskiviikko ke torstai to perjantai pe lauantai la sunnuntai su",
  "mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur sunnudagur",
  "月 火 水 木 金 土 日 月曜 火曜 水曜 木曜 金曜 土曜 日曜 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
];

/** With each name, too, what is left of it by people who leave out accents. */
const monthLists = months.map((names) => withPlain(names.split(" ")));

/** By month, its names in small letters: also as they are where an engine makes letters without accents alone small. */
export const monthNames: readonly (readonly string[])[] = monthLists.map(inSmallLetters);
/** The weekdays' names likewise. */
export const weekdayNames: readonly string[] = inSmallLetters(
  withPlain(weekdays.flatMap((names) => names.split(" "))),
);

const monthByName = new Map(monthNames.flatMap((names, i) => names.map((name) => [name, i + 1] as const)));
const weekdaySet = new Set(weekdayNames);

/**
 * The number of a month by its name in any case, null when it is none.
 * @example monthNumber("FÉVR") // 2
 */
export function monthNumber(name: string): number | null {
  return monthByName.get(name.toLowerCase()) ?? null;
}

/** Whether a word is the name of a weekday, full or short, in any case. */
export function isWeekday(name: string): boolean {
  return weekdaySet.has(name.toLowerCase());
}

function withPlain(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => [name, plain(name)]))];
}

function plain(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replaceAll("ł", "l")
    .replaceAll("ø", "o")
    .replaceAll("ð", "d")
    .replaceAll("þ", "th");
}

function inSmallLetters(names: readonly string[]): string[] {
  const half = (name: string): string =>
    name.toUpperCase().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return [...new Set(names.flatMap((name) => [name, half(name)]))];
}
