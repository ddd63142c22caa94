import type { Row } from "../engines/engine.js";
import { moneyColumn, rounded, table } from "../text/format.js";
import { wrapWords } from "../text/lines.js";
import { say } from "../text/messages/say.js";
import { shortened } from "../text/visible-text.js";

/** What is known of the people of a file. */
export interface ProspectsReport {
  readonly run: string;
  readonly asOf: string;
  /** null without amounts: purchases are counted */
  readonly currency: string | null;
  readonly people: number;
  /** Rows without an id, and lines that are no rows. */
  readonly leftOut: number;
  /** People who were forgotten: left out. */
  readonly forgotten: number;
  /** People who are customers already, and a few of them: left out. */
  readonly customers: number;
  readonly examples: readonly string[];
  /** Customers whom the figures rest on. */
  readonly customersOldEnough: number;
  readonly attributes: readonly string[];
  /** Attributes of the run that the file lacks. */
  readonly missing: readonly string[];
  /** Attributes of the file that customers are not told apart by. */
  readonly unused: readonly string[];
  /** Share of the differences between customers; null where nothing is known of it. */
  readonly explained: number | null;
  /** What new_customer_value is by, and until when (0: for ever); null where the run says nothing of new customers. */
  readonly newcomers: { readonly attribute: string; readonly horizonDays: number } | null;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** People with a rare, unknown or missing value. */
  readonly noted: number;
  /** The file that was written. */
  readonly out: string | null;
  /** The best ones. */
  readonly prospects: readonly Row[];
}

/** The same for people. */
export function prospectsText(report: ProspectsReport): string {
  const { people, mean, least, most, currency, explained, missing, unused, leftOut, noted, prospects, out } =
    report;
  const names = ["expected_first_year", "expected_first_year_lo95", "expected_first_year_hi95"] as const;
  const columns = names.map((name) => {
    const numbers = prospects.map((row) => (row[name] === null ? null : Number(row[name])));
    return currency === null ? numbers.map((v) => (v === null ? "" : rounded(v, 3))) : moneyColumn(numbers);
  });
  const cells = [
    [
      say("prospects.id"),
      say("prospects.expected"),
      say("prospects.from"),
      say("prospects.to"),
      say("prospects.note"),
    ],
    ...prospects.map((row, i) => [
      shortened(String(row.customer_id), 24),
      ...columns.map((column) => column[i]!),
      row.note === null ? "" : String(row.note),
    ]),
  ];
  const more = people - prospects.length;
  const said = [
    say("prospects.answer", mean, least, most, currency),
    say("prospects.basis", report.customersOldEnough, report.asOf, report.attributes),
    ...(explained === null ? [] : [say("prospects.weak", explained)]),
    ...(report.newcomers === null
      ? []
      : [say("prospects.newcomers", report.newcomers.attribute, report.newcomers.horizonDays)]),
    ...(missing.length > 0 ? [say("prospects.missing", missing)] : []),
    ...(unused.length > 0 ? [say("prospects.unused", unused)] : []),
    ...(leftOut > 0 ? [say("prospects.leftOut", leftOut)] : []),
    ...(report.customers > 0
      ? [
          say(
            "prospects.customers",
            report.customers,
            report.examples.map((id) => shortened(id)),
          ),
        ]
      : []),
    ...(report.forgotten > 0 ? [say("prospects.forgotten", report.forgotten)] : []),
    ...(noted > 0 ? [say("prospects.noted", noted)] : []),
    ...(more > 0 && out === null ? [say("prospects.more", more)] : []),
    ...(out === null ? [] : [say("prospects.written", out)]),
  ];
  return [
    `${say("prospects.title", people)}\n`,
    table(cells, [false, true, true, true, false]),
    "",
    ...said.flatMap((sentence) => wrapWords(sentence, 80)),
    "",
  ].join("\n");
}
