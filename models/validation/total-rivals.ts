import { studentQuantile, studentTail } from "../numeric/student-t.js";

/** Totals that are forecast without a model, in the order of tables. */
export const totalRivals = [
  { name: "last-period", title: "last period repeated" },
  { name: "last-year", title: "same period last year" },
] as const;

/** What a total was taken for on one earlier day, as ln(actual / predicted); null where either was not above 0. */
export interface TotalErrors {
  /** The day that the forecast was made on, a day number. */
  readonly day: number;
  readonly model: number | null;
  /** By naive forecast. */
  readonly rivals: Readonly<Record<string, number | null>>;
}

/** A naive forecast of a total compared with the model's on the same days. */
export interface TotalRival {
  readonly rival: string;
  /** Days on which both are known. */
  readonly origins: number;
  /** How many of them count: horizons that overlap saw the same purchases. */
  readonly effective: number;
  /** Mean of |ln(actual / predicted)|. */
  readonly error: number;
  readonly modelError: number;
  /** Of the test that the rival's mean error is lower; null where too few origins count. */
  readonly pValue: number | null;
  /** Whether it is better beyond chance. */
  readonly better: boolean;
  /**
   * Of its total, in logs: root of the mean squared error of days that count and of one more as large as the model's, since what is
   * chosen for its small errors was lucky too.
   */
  readonly spread: number;
}

/** Origins that must count before a naive total may take the place of the model's. */
export const leastOrigins = 5;

const level = 0.025; // one-sided, of all rivals together

/**
 * Compares naive forecasts of a total with the model's, at one horizon. Of each day d = |error of the model| - |error of the rival|,
 * in logs; origins less than a horizon apart count by the share of it that is new, so n_e = n min(1, spacing / horizon). The
 * test is Student's of mean d > 0 with n_e - 1 degrees of freedom, where each day weighs n_e / n, one-sided at 2.5 % over the
 * number of rivals (Bonferroni; Diebold & Mariano 1995, Comparing Predictive Accuracy, J. of Business & Economic Statistics 13).
 * @param errors of days in any order
 * @param horizonDays of the totals
 * @returns one entry a rival that is known on a day on which the model is, the least mean error first
 */
export function compareTotalRivals(errors: readonly TotalErrors[], horizonDays: number): TotalRival[] {
  const names = [...new Set(errors.flatMap(({ rivals }) => Object.keys(rivals)))];
  return names
    .flatMap((rival) => compared(rival, errors, horizonDays, level / names.length) ?? [])
    .sort((a, b) => a.error - b.error);
}

/** The naive forecast that takes the place of the model's total: of those better beyond chance the one with the least error. */
export function betterTotalRival(found: readonly TotalRival[]): TotalRival | null {
  return found.find(({ better }) => better) ?? null;
}

/**
 * Interval of a naive total: total exp(-/+ t spread), with Student's t of as many degrees of freedom as origins counted, its errors
 * being taken around 0, so that a rival that is off in one direction is wide.
 * @param coverage e.g. 0.8
 * @example rivalInterval(100, { spread: 0.1, effective: 5 }, 0.8) // [86.28, 115.9]
 */
export function rivalInterval(
  total: number,
  { spread, effective }: Pick<TotalRival, "spread" | "effective">,
  coverage: number,
): readonly [number, number] {
  const width = studentQuantile((1 - coverage) / 2, effective) * spread;
  return [total * Math.exp(-width), total * Math.exp(width)];
}

function compared(
  rival: string,
  errors: readonly TotalErrors[],
  horizonDays: number,
  alpha: number,
): TotalRival | null {
  const pairs = errors.flatMap(({ day, model, rivals }) => {
    const own = rivals[rival] ?? null;
    return model === null || own === null ? [] : [{ day, model: Math.abs(model), own: Math.abs(own) }];
  });
  if (pairs.length === 0) return null;
  const mean = (of: (pair: (typeof pairs)[number]) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const effective = effectiveOrigins(
    pairs.map(({ day }) => day),
    horizonDays,
  );
  const lead = mean(({ model, own }) => model - own);
  const squares = mean(({ model, own }) => (model - own - lead) ** 2);
  const pValue = effective < leastOrigins ? null : chanceOf(lead, squares, effective);
  return {
    ...{ rival, origins: pairs.length, effective, pValue },
    error: mean(({ own }) => own),
    modelError: mean(({ model }) => model),
    better: pValue !== null && pValue < alpha,
    spread: Math.sqrt(
      (effective * mean(({ own }) => own ** 2) + mean(({ model }) => model ** 2)) / (effective + 1),
    ),
  };
}

/** n min(1, spacing / horizon), with the mean spacing of the days. */
export function effectiveOrigins(days: readonly number[], horizonDays: number): number {
  const n = days.length;
  if (n < 2) return n;
  const spacing = (Math.max(...days) - Math.min(...days)) / (n - 1);
  return n * Math.min(1, spacing / horizonDays);
}

/** p-value of a mean above 0, of weights that add up to n_e: s^2 = n_e squares / (n_e - 1), its error s / sqrt(n_e). */
function chanceOf(mean: number, squares: number, effective: number): number {
  if (squares === 0) return mean > 0 ? 0 : 1;
  return studentTail(mean / Math.sqrt(squares / (effective - 1)), effective - 1);
}
