import { describe, expect, test } from "vitest";
import { fieldLayout, keyLayout, type LineLayout } from "../../../pipeline/forget/line-layout.js";
import { personOf } from "../../../pipeline/forget/person.js";
import { withoutQuotedLines } from "../../../pipeline/forget/quoted-lines.js";
import { type RejectedLines, rejectedLines } from "../../../pipeline/forget/rejected-lines.js";
import { customerHash } from "../../../pipeline/sources/forgotten-list.js";
import { type LineDialect, wholeFields } from "../../../pipeline/sources/whole-fields.js";
import { namesForgotten } from "../../../pipeline/sources/withheld-text.js";

const commas: LineDialect = { delimiter: ",", quote: '"' };

function linesOf(ids: readonly string[], layout: LineLayout | null, dialect = commas): RejectedLines {
  return rejectedLines(
    personOf(ids),
    [dialect],
    () => Promise.resolve(layout),
    (file) => file === "a.csv",
  );
}

const layoutOf = (index: number, width: number, dialect: LineDialect): LineLayout =>
  fieldLayout(index, width, { ...dialect, header: true, skip: 0 });
const owner = (lines: RejectedLines, text: string, reason = "UNPARSABLE_DATE"): Promise<string | null> =>
  lines.personOf({ file: "a.csv", reason, text });

describe("whose a rejected line is", () => {
  test.each<[string, LineDialect, string, string]>([
    ["commas", commas, "17,never,5", "5,never,17"],
    ["quoted", commas, '"17","never",5', '"5",never,"17"'],
    ["blanks", commas, " 17 ,never,5", "5, never ,17"],
    ["semicolons", { delimiter: ";", quote: '"' }, "17;never;5", "5;never;17"],
    ["tabs", { delimiter: "tab", quote: "" }, "17\tnever\t5", "5\tnever\t17"],
    ["bars and another quote", { delimiter: "|", quote: "'" }, "'17'|never|5", "'5'|never|'17'"],
    ["runs of blanks", { delimiter: "whitespace", quote: "" }, "17  never 5", "5 never  17"],
  ])("%s: the customer's field decides", async (_, dialect, own, other) => {
    const lines = linesOf(["17"], layoutOf(0, 3, dialect), dialect);
    expect(await owner(lines, own)).toBe("17");
    expect(await owner(lines, other)).toBeNull();
    expect(await owner(lines, other, "TOO_MANY_FIELDS"), "without a customer any field may be one").toBe(
      "17",
    );
    expect(await owner(linesOf(["17"], null, dialect), other), "so where the file is gone").toBe("17");
    expect(await owner(lines, own.replace("17", "170"), "TOO_MANY_FIELDS")).toBeNull();
  });

  test("JSON: the value of the customer's key, whatever its type", async () => {
    const lines = linesOf(["17", "12345678901234567890", 'a"b'], keyLayout("Customer", false));
    expect(await owner(lines, '{"n":1,"customer":17}')).toBe("17");
    expect(await owner(lines, '{"customer":"17","n":1}')).toBe("17");
    expect(await owner(lines, '{"customer":12345678901234567890}')).toBe("12345678901234567890");
    expect(await owner(lines, '{"customer":"a\\"b"}')).toBe('a"b');
    expect(await owner(lines, '{"customer":"5","n":17,"of":{"customer":"17"}}')).toBeNull();
    expect(await owner(lines, '{"customer":17.0}'), "ids are texts").toBeNull();
    expect(await owner(linesOf(["17"], keyLayout("customer", true)), '{"customer":17.0}'), "a DOUBLE").toBe(
      "17",
    );
    expect(await owner(lines, '{"customer":"5","n":17,', "INVALID_JSON")).toBe("17");
    expect(await owner(lines, '{"customer":"5","n":170,', "INVALID_JSON")).toBeNull();
  });

  test("a line that was cut tells as far as it goes; its example is that of the whole line", async () => {
    const long = `${"x".repeat(300)},17`;
    const lines = linesOf(["17", "xx"], layoutOf(1, 2, commas));
    expect(await owner(lines, long.slice(0, 200))).toBeNull();
    expect(await owner(lines, long)).toBe("17");
    expect(await owner(lines, long.slice(0, 200))).toBe("17");
    expect(await owner(linesOf(["17"], layoutOf(0, 3, commas)), '5,17,"goes on')).toBeNull();
  });

  test("fields of a line that cannot be split: any separator, quoted or not, with separators inside", () => {
    expect([...wholeFields("Smith, John,2024-01-01,5", [commas])]).toContain("Smith, John");
    expect([...wholeFields('x;"Smith; John";5', [commas])]).toContain("Smith; John");
    expect([...wholeFields('"it""s",5', [commas])]).toContain('it"s');
    expect([...wholeFields("a^17^5", [{ delimiter: "^", quote: "" }])]).toContain("17");
    const fields = wholeFields("17 bought on 2024-01-17 for 5.17,EUR", [commas]);
    expect(["17", "01", "2024", "bought"].filter((word) => fields.has(word))).toEqual([]);
  });

  test("later runs withhold the same lines, known by hashes alone", () => {
    const list = { format: 1, salt: "s", customers: [customerHash("s", "17")] } as const;
    const names = namesForgotten(list, commas, []);
    expect(names({ reason: "TOO_FEW_FIELDS", text: "17;never;5" })).toBe(true);
    expect(names({ reason: "TOO_FEW_FIELDS", text: "5 17 never" })).toBe(false);
    expect(names({ reason: "UNPARSABLE_DATE", text: "5,never,17" }), "the customer of that one is 5").toBe(
      false,
    );
  });
});

describe("messages that quote lines", () => {
  const ids = ["17", "stop", "badDate", "2", "customer_id", "first"];
  const lines = linesOf(ids, layoutOf(0, 3, commas));
  const clean = async (message: string, noted: string[] = []): Promise<string> =>
    withoutQuotedLines(message, lines, (id) => noted.push(id));

  test("lose a person's line, and no word or number of ours", async () => {
    const message =
      '2 of 17 rows were rejected although ingest.badDate is "stop":\n' +
      "  UNPARSABLE_DATE             1  first: a.csv:2  17,never,stop\n" +
      "  MISSING_CUSTOMER           17  first: a.csv:17  ,2024-01-01,17\n" +
      "  IMPOSSIBLE_DATE             2  first: a.csv:2  5,2024-13-17,17\n" +
      "  TOO_MANY_FIELDS             2  first: a.csv:3  5,6,7,8";
    const noted: string[] = [];
    expect(await clean(message, noted)).toBe(message.replace("17,never,stop", "[forgotten]"));
    expect(noted).toEqual(["17"]);
    expect(await clean(await clean(message))).toBe(await clean(message));
  });

  test.each([
    [
      "CSV Error on Line: 2\nOriginal Line: 5,17\nExpected 3",
      "CSV Error on Line: 2\nOriginal Line: [forgotten]\nExpected 3",
    ],
    [
      "duplicate key\nDetail: Key (customer_id)=(17) already exists.",
      "duplicate key\nDetail: Key (customer_id)=([forgotten]) already exists.",
    ],
    [
      "new row\nDetail: Failing row contains (17, 2024-01-01, 5).",
      "new row\nDetail: Failing row contains ([forgotten]).",
    ],
    [
      'a.csv lacks columns.date = "first". It has 2 columns: 1 "17", 2 "2024-01-01". `clv init a.csv`',
      'a.csv lacks columns.date = "first". It has 2 columns: 1 [forgotten], 2 "2024-01-01". `clv init a.csv`',
    ],
    ['relation "customer_id" does not exist in 17', 'relation "customer_id" does not exist in 17'],
  ])("%s", async (message, expected) => {
    expect(await clean(message)).toBe(expected);
  });
});
