import { describe, expect, test } from "vitest";
import { dateColumn } from "../../../pipeline/inspect/date-format.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { textFolder } from "../sources/text/files.js";

const today = 2026_11_29;
const two = (n: number): string => String(n).padStart(2, "0");
const folder = await textFolder();

describe("spellings that init knows", () => {
  test.each([
    ["2024-01-05 23:30:00 -0500|2024-01-06 23:30:00 -0400", "iso"],
    ["2024-01-05 23:30:00 UTC|2024-01-06 23:30:00 UTC", "iso"],
    ["Jan 1, 2024 11:30:00 PM PST|Jul 1, 2024 11:30:00 PM PDT", "%b %d, %Y %I:%M:%S %p %Z"],
    ["2024-01-05 10:00[Europe/Berlin]", "%Y-%m-%d %H:%M%Z"],
    ["24-01-15|24-02-10|25-03-31", "%y-%m-%d"],
    ["01.02.2024 13.45|20.02.2024 13.45", "%d.%m.%Y %H.%M"],
    ["5. 1. 2024|25. 1. 2024", "%d. %m. %Y"],
    ["2024年1月5日", "%Y年%m月%d日"],
    ["May 5, 2024|Sept. 6th, 2024|January 5, 2024", "%b %d, %Y"],
    ["vendredi 5 janvier 2024|mar. 6 février 2024", "%A %d %B %Y"],
    ["20240105T101500Z", "%Y%m%dT%H%M%S%z"],
    ["15012024|31012024", "%d%m%Y"],
    ["1704412800123456", "epoch-us"],
    ["1704412800123456789", "epoch-ns"],
  ])("%s: %s", (texts, format) => {
    const found = dateColumn(texts.split("|"), { today });
    expect(found).toMatchObject({ formats: [format], share: 1, choices: [], ambiguous: false });
  });

  test("days of a spreadsheet, where the name of the column says that it holds dates", () => {
    const serials = ["45292", "45293,75", "45830"];
    expect(dateColumn(serials, { today, isDate: true })).toMatchObject({ format: "excel" });
    expect([...dateColumn(serials, { today, isDate: true })!.days]).toEqual([20240101, 20240102, 20250622]);
    expect(dateColumn(serials, { today })).toBeNull();
    expect(dateColumn(["95292", "95293"], { today, isDate: true })).toBeNull();
  });

  test("a day that does not exist adds no spelling", () => {
    expect(dateColumn(["2024-01-05", "2024-01-06", "2024-01-07", "2024-02-30"])?.formats).toEqual(["iso"]);
  });
});

describe("day and month", () => {
  const month = Array.from({ length: 12 }, (_, i) => i + 1);

  test("days after the run decide", () => {
    const texts = ["03/12/2025", "05/11/2026", "02/10/2026", "04/12/2025"];
    expect(dateColumn([...texts, "11/12/2026"], { today: 2026_11_29 })).toMatchObject({
      formats: ["%m/%d/%Y"],
      choices: [],
    });
  });

  test("nothing decides: both are offered, with what each means", () => {
    const texts = month.map((m) => `01/${two(m)}/2024`);
    const found = dateColumn(texts, { today })!;
    expect(found.choices).toEqual([
      { formats: ["%m/%d/%Y"], first: 20240101, last: 20240112, unread: 0 },
      { formats: ["%d/%m/%Y"], first: 20240101, last: 20241201, unread: 0 },
    ]);
  });

  test("a bill on the first of each month of three years, in no order, is a hint", () => {
    const texts = [2023, 2024, 2025].flatMap((year) => month.map((m) => `01/${two(m)}/${year}`)).sort();
    expect(dateColumn(texts, { today })).toMatchObject({
      formats: ["%d/%m/%Y"],
      ambiguous: true,
      choices: [],
    });
  });

  test("two orders in one column are never read as one", () => {
    const mixed = month.flatMap((m) => [`${m + 12}/${m}/2024`, `${m}/${m + 12}/2024`]);
    expect(dateColumn(mixed, { today: 20241231 })).toBeNull();
    const few = [...month.flatMap((m) => [`${m}/3/2024`, `${m + 12}/${m}/2024`]), "3/14/2024", "4/15/2024"];
    expect(dateColumn(few, { today })!.choices.length).toBe(2);
  });

  test("a second spelling is read where it is unambiguous", () => {
    const iso = Array.from(
      { length: 97 },
      (_, i) => `2024-${two(1 + Math.floor(i / 28))}-${two(1 + (i % 28))}`,
    );
    const late = dateColumn([...iso, "28/04/2024 10:00", "29/04/2024 10:00", "03/05/2024 10:00"], { today })!;
    expect(late).toMatchObject({ formats: ["iso", "%d/%m/%Y %H:%M"], share: 1, choices: [] });
    const unclear = dateColumn(["2024-05-06", "2024-03-04", "2024-07-08", "05/06/2024"], { today })!;
    expect(unclear.choices.map((choice) => choice.formats)).toEqual([
      ["iso", "%m/%d/%Y"],
      ["iso", "%d/%m/%Y"],
    ]);
  });

  const ambiguous = ["03/04/2024", "05/02/2024", "01/06/2024", "07/03/2024", "02/05/2024", "06/01/2024"];
  const config = async (name: string, header: string, rows: readonly string[]) => {
    const records = rows.map((row, i) => `c${i % 3},${row},${10 + i}.50`);
    return inspectSource([await folder.put(name, `${header}\n${records.join("\n")}\n`)]);
  };

  test("other columns decide, and words of the header hint", async () => {
    const open = await config("open.csv", "customer,date,amount", ambiguous);
    expect(open.open.map(({ key }) => key)).toEqual(["ingest.dateFormat"]);
    expect(open.open[0]!.choices.map(({ means }) => means)).toEqual([
      "the log runs from 2024-01-06 to 2024-07-03",
      "the log runs from 2024-01-06 to 2024-06-01",
    ]);
    const shipped = ambiguous.map((text) => `${text},25/04/2024`);
    const sibling = await config("sibling.csv", "customer,date,ship_date,amount", shipped);
    expect([sibling.config.ingest?.dateFormat, sibling.open]).toEqual(["%d/%m/%Y", []]);
    const iso = ambiguous.map((text) => `${text},${text.replace(/(\d\d)\/(\d\d)\/(\d{4})/, "$3-$1-$2")}`);
    const agreeing = await config("agreeing.csv", "customer,date,ship_date,amount", iso);
    expect(agreeing.open).toEqual([]);
    const german = await config("german.csv", "Kundennummer,Bestelldatum,Betrag", ambiguous);
    expect(german.open).toEqual([]);
    expect(german.warnings.join()).toContain("day before month is a guess");
  });

  test("an abbreviation of several zones is a choice", async () => {
    const times = ambiguous.map((_, i) => `1${i} Jan 2024 10:00 IST`);
    const found = await config("ist.csv", "customer,date,amount", times);
    expect(found.open.map(({ key }) => key)).toEqual(["ingest.sourceTimeZone"]);
  });
});
