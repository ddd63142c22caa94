/** A customer's attribute with few values, coded by one column a level; null is a customer without a value. */
export interface LevelCovariate {
  readonly kind: "level";
  readonly name: string;
  /** Most frequent first; the first is the base, whose effect is 0. */
  readonly levels: readonly (string | null)[];
  /** Share of customers with each level. */
  readonly shares: readonly number[];
  /** Share of customers with any other value; these rare values have one effect together. */
  readonly otherShare: number;
}

/** The logarithm of a quantity of the customer. */
export interface LogCovariate {
  readonly kind: "log";
  readonly name: "first_amount" | "x";
  /** ln(value + shift): 1 for counts, which may be 0 */
  readonly shift: 0 | 1;
  /** Subtracted from the logarithm; its mean, so that the intercept is that of a typical customer. */
  readonly centre: number;
  /** Whether value + shift <= 0 occurs: such customers have an effect of their own. */
  readonly zeros: boolean;
}

export type SpendCovariate = LevelCovariate | LogCovariate;

export interface LevelCount {
  readonly value: string | null;
  readonly customers: number;
}

export interface LevelLimits {
  /** Levels of fewer customers than this share of all are pooled. */
  readonly minShare: number;
  /** And those of fewer customers than this. */
  readonly minCustomers: number;
  /** At most so many are kept. */
  readonly maxLevels: number;
}

export const levelLimits: LevelLimits = { minShare: 0.01, minCustomers: 30, maxLevels: 20 };

/** Customers that a level needs to have an effect of its own. */
export function levelMinimum(customers: number, limits: LevelLimits = levelLimits): number {
  return Math.max(1, limits.minCustomers, Math.ceil(limits.minShare * customers));
}

/**
 * The levels of an attribute: the frequent ones by frequency (ties by text, a missing value last), all others pooled.
 * @param counts values with their customers; rare ones may be left out
 * @param customers with or without a value, >= the sum of the counts
 * @example chooseLevels("channel", [{ value: "web", customers: 90 }, { value: "fax", customers: 10 }], 100).levels // ["web"]
 */
export function chooseLevels(
  name: string,
  counts: readonly LevelCount[],
  customers: number,
  limits: LevelLimits = levelLimits,
): LevelCovariate {
  const kept = counts
    .filter((c) => c.customers >= levelMinimum(customers, limits))
    .sort((a, b) => b.customers - a.customers || order(a.value, b.value))
    .slice(0, limits.maxLevels);
  const others = customers - kept.reduce((sum, c) => sum + c.customers, 0);
  return {
    kind: "level",
    name,
    levels: kept.map((c) => c.value),
    shares: kept.map((c) => c.customers / customers),
    otherShare: customers > 0 ? others / customers : 0,
  };
}

function order(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** One column of the design: an indicator of a level, of any other level, of a zero, or a logarithm. */
export type RegressionColumn =
  | { readonly kind: "intercept" }
  | { readonly kind: "level"; readonly of: LevelCovariate; readonly value: string | null }
  | { readonly kind: "other"; readonly of: LevelCovariate }
  | { readonly kind: "log"; readonly of: LogCovariate }
  | { readonly kind: "zero"; readonly of: LogCovariate };

/** The columns of the design in the order of the coefficients, the intercept first. */
export function regressionColumns(covariates: readonly SpendCovariate[]): RegressionColumn[] {
  return [{ kind: "intercept" }, ...covariates.flatMap(columnsOf)];
}

function columnsOf(of: SpendCovariate): RegressionColumn[] {
  if (of.kind === "log")
    return of.zeros
      ? [
          { kind: "log", of },
          { kind: "zero", of },
        ]
      : [{ kind: "log", of }];
  const levels = of.levels.slice(1).map((value): RegressionColumn => ({ kind: "level", of, value }));
  return of.levels.length > 0 && of.otherShare > 0 ? [...levels, { kind: "other", of }] : levels;
}

/** What a coefficient is called in tables for people, as "channel=web". */
export function columnName(column: RegressionColumn): string {
  switch (column.kind) {
    case "intercept":
      return "intercept";
    case "level":
      return `${column.of.name}=${column.value ?? "(none)"}`;
    case "other":
      return `${column.of.name}=(other)`;
    case "log":
      return column.of.shift === 1 ? `ln(1 + ${column.of.name})` : `ln(${column.of.name})`;
    case "zero":
      return `${column.of.name}=0`;
  }
}

/** What is known of a customer, by the names of covariates. */
export type CustomerValues = Readonly<Record<string, string | number | null>>;

/** A customer's row of the design. */
export function regressionRow(columns: readonly RegressionColumn[], values: CustomerValues): number[] {
  return columns.map((column) => entry(column, values));
}

function entry(column: RegressionColumn, values: CustomerValues): number {
  if (column.kind === "intercept") return 1;
  const value = values[column.of.name] ?? null;
  if (column.kind === "level") return value === column.value ? 1 : 0;
  if (column.kind === "other") return column.of.levels.includes(value as string | null) ? 0 : 1;
  const shifted = Number(value) + column.of.shift;
  if (column.kind === "zero") return shifted > 0 ? 0 : 1;
  return shifted > 0 ? Math.log(shifted) - column.of.centre : 0;
}

export interface LevelEffects {
  readonly levels: readonly { readonly value: string | null; readonly effect: number }[];
  /** of any other value, also one never seen */
  readonly other: number;
}

/**
 * The effect of every value of an attribute. Where no customer had another value, one that turns up later has the mean
 * effect over customers.
 */
export function levelEffects(
  covariate: LevelCovariate,
  columns: readonly RegressionColumn[],
  coefficients: readonly number[],
): LevelEffects {
  const at = (test: (c: RegressionColumn) => boolean): number => coefficients[columns.findIndex(test)] ?? 0;
  const levels = covariate.levels.map((value) => ({
    value,
    effect: at((c) => c.kind === "level" && c.of.name === covariate.name && c.value === value),
  }));
  if (columns.some((c) => c.kind === "other" && c.of.name === covariate.name))
    return { levels, other: at((c) => c.kind === "other" && c.of.name === covariate.name) };
  const mean = levels.reduce((sum, { effect }, i) => sum + effect * covariate.shares[i]!, 0);
  return { levels, other: mean };
}
