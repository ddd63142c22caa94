/**
 * From what is known of customers to numbers: the columns that coefficients stand for. A design is made once, from the
 * data of a fit, is kept with it (it is plain JSON), and turns the values of any customer into a row z.
 */

/** The values of one covariate over customers, or over distinct combinations with their number of customers. */
export type CovariateColumn =
  | {
      readonly name: string;
      readonly kind: "categorical";
      readonly values: ArrayLike<string | null>;
      /** customers that each value stands for, where the columns of a design do not share them */
      readonly n?: ArrayLike<number>;
    }
  | {
      readonly name: string;
      readonly kind: "continuous";
      /** NaN where unknown */
      readonly values: ArrayLike<number>;
      readonly n?: ArrayLike<number>;
    };

export interface CategoricalCovariate {
  readonly kind: "categorical";
  readonly name: string;
  /** the most frequent level: z is 0 in all columns of this covariate */
  readonly reference: Level;
  /** the other levels, most frequent first: one column each, 1 for customers of this level */
  readonly levels: readonly Level[];
  /** levels too rare for a column of their own; they share the one of `pooledLevels` */
  readonly pooled: readonly (string | null)[];
}

/** A level: a value, null for an unknown one, or the rare ones together. */
export type Level = string | null | typeof pooledLevels;
export const pooledLevels = { pooled: true } as const;

export interface ContinuousCovariate {
  readonly kind: "continuous";
  readonly name: string;
  /** z = (value - mean) / sd, over the customers whose value is known; an unknown value is 0 */
  readonly mean: number;
  readonly sd: number;
  /** whether a second column says that the value is unknown */
  readonly unknown: boolean;
}

export interface Design {
  /** One name a column of z, such as "channel=web", "channel=(other)", "country=(none)", "age", "age=(none)". */
  readonly columns: readonly string[];
  readonly covariates: readonly (CategoricalCovariate | ContinuousCovariate)[];
}

export interface DesignOptions {
  /** Levels with fewer customers than this are pooled. Default 100. */
  readonly rareBelow?: number;
}

/**
 * Categorical covariates as 0/1 columns against the most frequent level (the first in text order among equals), with
 * rare levels pooled and null a level of its own; continuous ones standardised. A covariate that does not vary gets no
 * column.
 * @param n customers that each entry stands for, in columns without an n of their own; 1 when absent
 * @example makeDesign([{ name: "channel", kind: "categorical", values: ["web", "web", "shop"] }], undefined, { rareBelow: 1 }).columns // ["channel=shop"]
 */
export function makeDesign(
  columns: readonly CovariateColumn[],
  n?: ArrayLike<number>,
  options: DesignOptions = {},
): Design {
  const rareBelow = options.rareBelow ?? 100;
  const covariates = columns.map((c) => {
    const weights = c.n ?? n;
    if (weights !== undefined && weights.length !== c.values.length)
      throw new RangeError(
        `${c.name} has ${c.values.length} values with ${weights.length} numbers of customers`,
      );
    const weight = (i: number): number => weights?.[i] ?? 1;
    return c.kind === "categorical"
      ? categorical(c.name, c.values, weight, rareBelow)
      : continuous(c.name, c.values, weight);
  });
  return { covariates, columns: covariates.flatMap(columnNames) };
}

/**
 * z of a customer. A level that the design has never seen counts as a rare one, or as the reference where none was pooled.
 * @param values by covariate, in the order of the design; null where unknown
 * @example designRow(makeDesign([{ name: "age", kind: "numeric", values: [30, 50] }]), [60]) // [2], two standard deviations above the mean
 */
export function designRow(design: Design, values: readonly (string | number | null)[]): Float64Array {
  if (values.length !== design.covariates.length)
    throw new RangeError(`${values.length} values for ${design.covariates.length} covariates`);
  const row = new Float64Array(design.columns.length);
  let at = 0;
  for (const [i, c] of design.covariates.entries()) {
    const value = values[i] ?? null;
    if (c.kind === "continuous") {
      const known = value !== null && !Number.isNaN(value);
      if (typeof value === "string") throw new RangeError(`${c.name} is continuous; got "${value}"`);
      if (c.sd > 0) row[at] = value !== null && known ? (value - c.mean) / c.sd : 0;
      if (c.unknown) row[at + (c.sd > 0 ? 1 : 0)] = known ? 0 : 1;
    } else {
      const level = value === null ? null : String(value);
      const own = c.levels.indexOf(level);
      const column = own >= 0 || level === c.reference ? own : c.levels.findIndex(isPooled);
      if (column >= 0) row[at + column] = 1;
    }
    at += columnNames(c).length;
  }
  return row;
}

function categorical(
  name: string,
  values: ArrayLike<string | null>,
  weight: (i: number) => number,
  rareBelow: number,
): CategoricalCovariate {
  const counts = new Map<string | null, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    counts.set(value, (counts.get(value) ?? 0) + weight(i));
  }
  const text = (level: string | null): string => (level === null ? "" : `=${level}`);
  const before = (p: string | null, q: string | null): number =>
    text(p) < text(q) ? -1 : text(p) > text(q) ? 1 : 0;
  const ordered = [...counts]
    .filter(([, count]) => count > 0)
    .sort((p, q) => q[1] - p[1] || before(p[0], q[0]));
  const common = ordered.filter(([, count]) => count >= rareBelow).map(([level]) => level);
  const pooled = ordered.filter(([, count]) => count < rareBelow).map(([level]) => level);
  const together = ordered.reduce((sum, [, count]) => sum + (count < rareBelow ? count : 0), 0);
  // a pool too small to say anything joins the reference
  const levels: Level[] = together >= rareBelow || common.length === 0 ? [...common, pooledLevels] : common;
  return { kind: "categorical", name, reference: levels[0]!, levels: levels.slice(1), pooled };
}

function continuous(
  name: string,
  values: ArrayLike<number>,
  weight: (i: number) => number,
): ContinuousCovariate {
  let known = 0;
  let mean = 0;
  let squares = 0;
  let unknown = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const w = weight(i);
    if (w === 0) continue;
    if (Number.isNaN(value)) {
      unknown += w;
      continue;
    }
    if (!Number.isFinite(value)) throw new RangeError(`${name} has the value ${value} (entry ${i})`);
    known += w;
    const distance = value - mean;
    mean += (distance * w) / known;
    squares += w * distance * (value - mean);
  }
  const sd = known > 0 ? Math.sqrt(squares / known) : 0;
  const varies = sd > 1e-12 * Math.abs(mean);
  return { kind: "continuous", name, mean, sd: varies ? sd : 0, unknown: unknown > 0 && known > 0 };
}

function columnNames(c: CategoricalCovariate | ContinuousCovariate): string[] {
  if (c.kind === "continuous")
    return [...(c.sd > 0 ? [c.name] : []), ...(c.unknown ? [`${c.name}=(none)`] : [])];
  return c.levels.map(
    (level) => `${c.name}=${level === null ? "(none)" : isPooled(level) ? "(other)" : level}`,
  );
}

/** Also true of a pooled level that has been through JSON. */
function isPooled(level: Level): level is typeof pooledLevels {
  return typeof level === "object" && level !== null;
}
