import { expect, test } from "vitest";
import { postgresDialect } from "../../../pipeline/engines/postgres/dialect.js";
import { sparkDialect } from "../../../pipeline/engines/spark/dialect.js";
import { roughDateForm, strptimeForm } from "../../../pipeline/sql/date-form.js";
import { raw } from "../../../pipeline/sql/sql.js";

/** The parts of a text by name, as an engine takes them out of the groups. */
function parts(format: string, text: string): Record<string, string> | null {
  const { pattern, groups } = strptimeForm(format);
  const match = new RegExp(pattern).exec(text);
  if (match === null) return null;
  return Object.fromEntries(Object.entries(groups).map(([part, i]) => [part, match[i] ?? ""]));
}

test("a strptime pattern becomes a regular expression with a group for each part", () => {
  expect(parts("%d.%m.%Y", "5.01.2024")).toEqual({ day: "5", month: "01", year: "2024" });
  expect(parts("%Y%m%d", "2024115")).toEqual({ year: "2024", month: "11", day: "5" });
  expect(parts("%Y%m%d", "202411")).toBeNull();
  expect(parts("%-d %b %y", "5  jAN 24")).toEqual({ day: "5", monthName: "jAN", shortYear: "24" });
  expect(parts("%A, %d %B %Y", "Friday, 5 May 2024")).toEqual({
    weekday: "Friday",
    day: "5",
    monthName: "May",
    year: "2024",
  });
  expect(parts("%x %X", "2024-01-05 10:09:08")).toMatchObject({ day: "05", hour: "10", second: "08" });
  expect(parts("%d.%m.%Y %I %p %z", "5.1.2024 9 pm -05:30")).toMatchObject({
    hour12: "9",
    half: "pm",
    zone: "-05:30",
  });
  expect(parts("%j/%Y (%%)", "60/2024 (%)")).toEqual({ dayOfYear: "60", year: "2024" });
  expect(parts("%d.%m.%Y", "5x1x2024")).toBeNull();
});

test("a directive that has no counterpart is named", () => {
  for (const format of ["%G-%V-%u", "%d.%m.%Y %"]) {
    const directive = format.match(/%G|%$/)?.[0] ?? "";
    for (const dialect of [postgresDialect, sparkDialect])
      expect(() =>
        dialect.parseDay(raw("v"), "text", { format, timeZone: "UTC", sourceTimeZone: "UTC" }),
      ).toThrow(
        new RangeError(
          `the date format ${JSON.stringify(format)} has ${directive}, which only the embedded engine reads`,
        ),
      );
  }
});

test("the rough form of a format takes impossible dates, and no other texts", () => {
  const looks = (format: string, text: string) => new RegExp(roughDateForm(format)!).test(text);
  expect(looks("iso", "2024-02-30T99")).toBe(true);
  expect(looks("iso", "30.02.2024")).toBe(false);
  expect(looks("%d.%m.%Y", "31.02.2024")).toBe(true);
  expect(looks("%d.%m.%Y", "31x02x2024")).toBe(false);
});
