import { leastOrigins, type TotalMeasures, type TotalRival, totalRivals } from "../../models/index.js";
import type { TotalScore, TotalsBacktest } from "../artifacts/totals-backtest.js";
import { type Target, targets } from "../artifacts/validation.js";
import type { PooledCoverage } from "../registry/total-coverage-of.js";
import { count, table } from "../text/format.js";
import { sentence } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import { totalRivalText } from "./total-rivals-text.js";
import { type TotalsVerdict, totalsVerdict } from "./totals-verdict.js";

/** Whether totals may be believed, in a sentence. */
export function totalsVerdictText(totals: TotalsBacktest): string {
  const verdict = totalsVerdict(totals);
  const { level, origins, coverage, reason } = verdict;
  if (level === "notBelieved" && reason !== null) return say("rolling.verdict.unsupported", sentence(reason));
  if (coverage === null)
    return reason === null
      ? say("rolling.verdict.few", origins, leastOrigins)
      : say("rolling.verdict.none", sentence(reason));
  const facts = factsText(verdict, coverage);
  if (level === "believed") return say("rolling.verdict.believed", facts);
  return level === "careful"
    ? say("rolling.verdict.careful", facts)
    : say("rolling.verdict.notBelieved", facts);
}

function factsText({ origins, error }: TotalsVerdict, { of, covered, covered80 }: PooledCoverage): string {
  return say("rolling.verdict.facts", of, origins, covered, covered80, error);
}

/** The tables of `clv validate`: ranges, then errors; null where no total is known. */
export function totalsText(totals: TotalsBacktest): string | null {
  const { byHorizon, months, origins, model } = totals;
  if (byHorizon.length === 0) return null;
  const shown = targets.filter((target) => byHorizon[0]![target] !== undefined);
  const rows = shown.flatMap((target): Row[] => [
    ...byHorizon.map(
      (h): Row => ({ title: say("rolling.row", target, h.days), own: h[target]!, score: h[target]! }),
    ),
    ...(months?.[target]
      ? [{ title: say("rolling.row.month", target), own: months[target], score: null }]
      : []),
  ]);
  const left = origins
    .filter((o) => o.left !== null)
    .map((o) => say("rolling.left", o.origin, sentence(o.left!)));
  const notes = [...left, ...rivalTexts(totals, shown)];
  return [
    say("rolling.title", origins.length - left.length, model),
    rangesTable(rows),
    "",
    errorsTable(rows),
    ...notes.map((note) => `  ${note}`),
  ].join("\n");
}

interface Row {
  readonly title: string;
  readonly own: TotalMeasures;
  /** null for single months, which have no naive forecasts */
  readonly score: TotalScore | null;
}

function rangesTable(rows: readonly Row[]): string {
  const held = (of: TotalMeasures | undefined): string[] => [
    inPercent(of?.coverage80, 0),
    inPercent(of?.coverage95, 0),
    inPercent(of?.intervalScore80, 1),
  ];
  const head = [
    "",
    say("rolling.totals"),
    say("rolling.held80"),
    say("rolling.held95"),
    say("rolling.score"),
  ];
  const plain = [say("rolling.plain80"), say("rolling.held95"), say("rolling.score")];
  const cells = rows.map(({ title, own, score }) => [
    ...[title, count(own.origins), ...held(own)],
    inPercent(own.halfWidth80, 1),
    ...held(score?.plain),
  ]);
  return aligned([...head, say("rolling.half"), ...plain], cells);
}

function errorsTable(rows: readonly Row[]): string {
  const head = [
    ...["", say("rolling.bias"), say("rolling.error"), say("rolling.plainError")],
    ...totalRivals.map(({ name }) => say(headings[name])),
  ];
  const cells = rows.map(({ title, own, score }) => [
    title,
    inPercent(own.bias, 1),
    inPercent(own.meanAbsoluteError, 1),
    inPercent(score?.plain.meanAbsoluteError, 1),
    ...totalRivals.map(({ name }) => inPercent(score?.rivals[name]?.meanAbsoluteError, 1)),
  ]);
  return aligned(head, cells);
}

const headings = { "last-period": "rolling.lastPeriod", "last-year": "rolling.lastYear" } as const;

const aligned = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  table(
    [head, ...rows],
    head.map((_, i) => i > 0),
  );

const inPercent = (share: number | null | undefined, digits: number): string =>
  share == null ? "-" : (100 * share).toFixed(digits);

/** Naive forecasts that had the lower error over enough days, whether or not beyond chance. */
function rivalTexts({ byHorizon }: TotalsBacktest, shown: readonly Target[]): string[] {
  const isLower = ({ error, modelError, origins }: TotalRival): boolean =>
    error < modelError && origins >= leastOrigins;
  return shown.flatMap((target) =>
    byHorizon.flatMap((h) => {
      const compared = h[target]?.compared ?? [];
      return compared.some(isLower)
        ? [say("validation.ofTarget", say(`validation.${target}`), totalRivalText(compared, h.days, "auto"))]
        : [];
    }),
  );
}
