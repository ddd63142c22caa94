import type { Account } from "../artifacts/account.js";
import type { Summary } from "../artifacts/summary.js";
import { count, money, table } from "../text/format.js";
import { say } from "../text/messages/say.js";
import { inOneLine } from "../text/visible-text.js";

/** The account of every input row, which `clv ingest` and `clv run` print, and the customers counted from it. */
export function dataText(account: Account, summary: Summary | undefined): string {
  return accountText(account) + (summary ? `\n${summaryText(summary)}` : "");
}

function accountText(a: Account): string {
  const rows = [
    [
      say("data.read"),
      count(a.input),
      a.files.length === 1 ? a.files[0]!.name : say("data.files", a.files.length),
    ],
    [
      say("data.accepted"),
      count(a.accepted),
      say("data.accepted.days", a.firstDay, a.asOf, a.refunds - (a.refunded?.orders ?? 0)),
    ],
    ...refundedRow(a),
    ...(a.parts > 0 ? [[say("data.parts"), count(a.parts), say("data.parts.what")]] : []),
    [say("data.merged"), count(a.merged), say("data.merged.what")],
    [
      say("data.outOfWindow"),
      count(a.outOfWindow),
      say("data.outOfWindow.sides", a.outOfWindowBy.before, a.outOfWindowBy.after),
    ],
    [
      say("data.rejected"),
      count(a.rejected),
      say("data.rejected.share", a.input === 0 ? 0 : a.rejected / a.input, a.forgotten),
    ],
  ];
  if (a.duplicateFiles.length > 0)
    rows.push([say("data.skipped"), count(a.duplicateFiles.length), say("data.skipped.what")]);
  const reasons = a.rejectedBy.length > 0 ? `\n${table(reasonCells(a), [false, true, false])}` : "";
  return `${say("data.title")}\n${table(rows, [false, true, false])}${reasons}`;
}

/** What a column of refunded amounts says, beside the orders that it is part of. */
function refundedRow({ refunded, amount: net, currency }: Account): string[][] {
  if (!refunded?.orders || net === undefined || currency === null) return [];
  const { orders, amount } = refunded;
  const [back, gross, left] = [amount, net + amount, net].map((value) => money(value, currency));
  return [[say("data.refunded"), count(orders), say("data.refunded.of", back!, gross!, left!)]];
}

/** Characters of a rejected row that are shown; the whole of it is in rejected_rows. */
const longestRow = 44;

/** Two lines a reason: how many and where the first of them is, then what that row says. */
function reasonCells({ rejectedBy }: Account): string[][] {
  return rejectedBy.flatMap(({ reason, rows, example: { file, line, text } }) => {
    const place = line === null ? file : `${file}:${line}`;
    const seen = inOneLine(text);
    const shown = seen.length <= longestRow ? seen : `${seen.slice(0, longestRow - 1)}…`;
    return [
      [reason, count(rows), `${say("data.rejected.first")}: ${place}`],
      ["", "", shown],
    ];
  });
}

function summaryText(s: Summary): string {
  return [
    say("data.customers", s.customers, s.repeatCustomers, s.repeatPurchases, s.histories),
    ...(s.sameDayOrders > 0 ? [say("data.sameDay", s.sameDayOrders)] : []),
    ...(s.newOnAsOf > 0 ? [say("data.newOnAsOf", s.newOnAsOf, s.asOf)] : []),
  ]
    .map((line) => `  ${line}`)
    .join("\n");
}
