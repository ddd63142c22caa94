import { type MeasureName, type ScoreMeasure, scoreMeasures } from "../../models/index.js";
import type {
  Backtest,
  ChampionBacktest,
  CoverageRow,
  OverallForecast,
  OverallTarget,
  Target,
  Validation,
} from "../artifacts/validation.js";
import { targets, validatedLevels } from "../artifacts/validation.js";
import { count, percent, table } from "../text/format.js";
import { sentence } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import { chosenModelText } from "./chosen-model-text.js";
import { totalsText } from "./totals-text.js";

/** Side by side where a terminal is narrow. */
const tablesOfMeasures: readonly (readonly MeasureName[])[] = [
  ["logScore", "bias", "mae", "rmse"],
  ["msle", "spearman", "normalisedGini", "topCapture"],
  ["decileMape", "brier", "coverage80", "coverage95"],
];
const byOrigin: readonly MeasureName[] = ["bias", "normalisedGini", "decileMape"];
const againstChampion: readonly MeasureName[] = ["logScore", "mae", "normalisedGini", "decileMape"];
const mostOrigins = 5; // side by side

/** What `clv validate` prints; null where nothing was validated. */
export function validationText({ backtest: b, currency }: Validation): string | null {
  if (b === null) return null;
  const shown: readonly Target[] = currency === null ? ["purchases"] : targets;
  return [
    originsText(b),
    ...shown.flatMap((target) => [measuresText(b, target), originMeasuresText(b, target)]),
    ...[b.totals && totalsText(b.totals)].filter((text) => typeof text === "string"),
    ...[...new Set(b.coverage.map((row) => row.model))].map((model) => coverageText(b, model, shown)),
    ...(b.champion === null ? [] : [championText(b, b.champion)]),
    verdictText(b),
  ].join("\n\n");
}

function originsText({ origins, holdoutDays, disjoint }: Backtest): string {
  const rows = origins.map((o) => [
    o.origin,
    o.until,
    count(o.customers),
    count(o.scored),
    percent(o.scored === 0 ? 0 : o.active / o.scored),
  ]);
  const head = [
    say("validation.origin"),
    say("validation.until"),
    say("validation.customers"),
    say("validation.scored"),
    say("validation.bought"),
  ];
  return `${say("validation.title", holdoutDays, disjoint)}\n${table([head, ...rows], [false, false, true, true, true])}`;
}

/** Tables of means over origins, each with half the length of its 95 % interval. */
function measuresText({ overall, chosen, origins }: Backtest, target: Target): string {
  const part = (names: readonly MeasureName[]): string => {
    const measures = names
      .map(measureOf)
      .filter(({ name }) => overall.some((f) => meanOf(f, target, name) !== null));
    const head = ["", ...measures.map(heading)];
    const rows = overall.map((f) => [
      label(f.name, chosen),
      ...(f.targets === null
        ? [say("validation.noForecast")]
        : measures.map((m) => withHalf(m, f.targets![target]!))),
    ]);
    return table([head, ...rows], [false, ...measures.map(() => true)]);
  };
  return `${say("validation.measures", say(`validation.${target}`), origins.length)}\n${tablesOfMeasures.map(part).join("\n\n")}`;
}

/** A table a measure, with the last origins side by side. */
function originMeasuresText({ origins, chosen }: Backtest, target: Target): string {
  const shown = origins.slice(-mostOrigins);
  const tables = byOrigin.map(measureOf).map((m) => {
    // the champion is among those of the last origin alone
    const rows = shown.at(-1)!.forecasts.map((f) => [
      f.kind === "champion" ? say("validation.frozen") : label(f.name, chosen),
      ...shown.map(({ forecasts }) => {
        const scores = forecasts.find(({ name }) => name === f.name)?.scores ?? null;
        return scores === null ? "-" : shownValue(m, scores[target]!.score.measures[m.name]);
      }),
    ]);
    return table(
      [[heading(m), ...shown.map(({ origin }) => origin)], ...rows],
      [false, ...shown.map(() => true)],
    );
  });
  return `${say("validation.byOrigin", say(`validation.${target}`))}\n${tables.join("\n\n")}`;
}

function coverageText(
  { coverage, origins, corrections }: Backtest,
  model: string,
  targets: readonly Target[],
): string {
  const own = coverage.filter((row) => row.model === model);
  const classes = [...new Set(own.map((row) => row.historyClass))];
  const find = (target: Target, level: number, historyClass: string | null): CoverageRow =>
    own.find((r) => r.target === target && r.level === level && r.historyClass === historyClass)!;
  const kinds = targets.flatMap((target) => validatedLevels.map((level) => [target, level] as const));
  const head = [
    "",
    say("validation.coverage.customers"),
    ...kinds.map(([target, level]) => say("validation.coverage.level", target, level)),
  ];
  const rows = classes.map((name) => [
    name ?? say("validation.coverage.all"),
    count(find("purchases", validatedLevels[0], name).customers),
    ...kinds.map(([target, level]) => {
      const { before, after } = find(target, level, name);
      return say("validation.coverage.held", before, after);
    }),
  ]);
  const learnedOn = corrections[model]!.tried!.origins;
  return `${say("validation.coverage", model, origins.at(-1)!.origin, learnedOn)}\n${table([head, ...rows], [false, true, ...kinds.map(() => true)])}`;
}

/** The fitted kind of model against the champion's own parameters on the last origin. */
function championText(
  { origins, fitted }: Backtest,
  { version, fittedAsOf, notComparable, differences }: ChampionBacktest,
): string {
  const { origin, until, forecasts } = origins.at(-1)!;
  if (notComparable !== null)
    return say("validation.champion.notComparable", version, fittedAsOf, sentence(notComparable));
  const measures = againstChampion.map(measureOf);
  const rows = forecasts
    .filter((f) => f.kind === "champion" || (f.kind === "model" && f.name === fitted))
    .flatMap(({ kind, name, scores }) =>
      scores === null
        ? []
        : [
            [
              kind === "champion" ? say("validation.frozen") : say("validation.fittedAsOf", name, origin),
              ...measures.map((m) => shownValue(m, scores.purchases.score.measures[m.name])),
            ],
          ],
    );
  const losses = measures.map((m) => {
    const found = differences?.purchases[m.name] ?? null;
    return found === null
      ? "-"
      : say("validation.difference", signed(m, found.value), signed(m, found.low), signed(m, found.high));
  });
  const shown = differences === null ? rows : [...rows, [say("validation.champion.worse"), ...losses]];
  return `${say("validation.champion", version, fittedAsOf, { origin, until })}\n${table([["", ...measures.map(heading)], ...shown], [false, ...measures.map(() => true)])}`;
}

function verdictText(b: Backtest): string {
  const { chosen, fitted, ranking, origins } = b;
  if (chosen === null) {
    const failures = ranking.map((m) => say("validation.failed", m.model, m.failed, origins.length));
    return say("validation.none", failures);
  }
  const best =
    fitted === chosen ? say("validation.best", chosen) : say("validation.best.notFitted", chosen, fitted);
  return [best, ...chosenModelText(b)].join("\n  ");
}

const measureOf = (name: MeasureName): ScoreMeasure<MeasureName> =>
  scoreMeasures.find((m) => m.name === name)!;
const heading = ({ title, unit }: ScoreMeasure): string =>
  unit === "share" && !title.endsWith("%") ? say("validation.percent", title) : title;
const label = (name: string, chosen: string | null): string =>
  name === chosen ? say("validation.chosen", name) : name;

function meanOf(f: OverallForecast, target: Target, name: MeasureName): number | null {
  return f.targets?.[target]?.measures[name] ?? null;
}

function withHalf(measure: ScoreMeasure<MeasureName>, { measures, intervals }: OverallTarget): string {
  const value = measures[measure.name];
  const interval = intervals?.[measure.name] ?? null;
  if (value === null) return "-";
  const half = interval && shownValue(measure, (interval.high - interval.low) / 2, value);
  return half === null
    ? shownValue(measure, value)
    : say("validation.half", shownValue(measure, value), half);
}

/** @param like the value whose digits it is given */
function shownValue({ unit }: ScoreMeasure, value: number | null, like = value): string {
  if (value === null) return "-";
  if (unit === "share") return (100 * value).toFixed(1);
  return value.toFixed(Math.abs(like ?? value) >= 10 ? 1 : 3);
}

/** A difference of losses with its sign. */
function signed({ unit }: ScoreMeasure, value: number): string {
  const shown = unit === "share" ? 100 * value : value;
  return `${shown < 0 ? "" : "+"}${shown.toFixed(unit === "share" ? 1 : 4)}`;
}
