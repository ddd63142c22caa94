/**
 * A purchase model whose parameters depend on what is known of a customer besides its purchases.
 *     parameter_i = parameter * exp(sum over terms of power * coefficient * z_i)
 * with the powers of the model's `covariates` roles, so that a positive purchase coefficient means more purchases and a
 * positive dropout coefficient earlier dropout. Fader & Hardie (2007), "Incorporating Time-Invariant Covariates into
 * the Pareto/NBD and BG/NBD Models", brucehardie.com/notes/019, scales alpha, beta, a and b in this way.
 *
 * Others differ for BG/NBD. CLVTools scales a and b by the same factor, which leaves the mean a/(a+b) of the dropout
 * probability as it is and changes its spread only: `clvToolsRoles`. PyMC-Marketing has one coefficient for a and one
 * for b: ours for a is theirs, where theirs for b is fixed at 0. Pareto/NBD is the same in all three.
 */
import type { CovariateRoles, Finding, Histories, Likelihood, Params, PurchaseModel } from "../model.js";
import { type CovariateHistories, checkGroups } from "./covariate-histories.js";
import { groupTotals } from "./group-totals.js";

/** The process that a coefficient acts on; "both" is one coefficient for the two. */
export type Process = "purchase" | "dropout" | "both";

export interface CovariateOptions<K extends string = string> {
  /** Covariates of the purchase process; all when absent. */
  readonly purchase?: readonly string[];
  /** Covariates of the dropout process; all when absent, none where the model has no dropout. */
  readonly dropout?: readonly string[];
  /** Covariates of both processes that have one and the same coefficient in the two. */
  readonly equal?: readonly string[];
  /** How the factors enter the parameters; the model's own `covariates` when absent. */
  readonly roles?: CovariateRoles<K>;
}

/** One coefficient: the parameter that stands for it, its column of the design, and the power by which each parameter takes it. */
export interface CovariateTerm {
  /** e.g. "purchase:channel=web"; its value is exp(coefficient), so that it is positive like every parameter */
  readonly param: string;
  readonly process: Process;
  readonly covariate: string;
  readonly column: number;
  /** by the model's params */
  readonly powers: readonly number[];
}

export interface CovariateLikelihood<K extends string = string>
  extends Likelihood<string, CovariateHistories> {
  readonly model: PurchaseModel<K>;
  /** The columns of the design. */
  readonly covariates: readonly string[];
  readonly terms: readonly CovariateTerm[];
  /** The model's parameters for a customer with covariates z: what to give the plain model for any prediction. */
  paramsFor(p: Params, z: ArrayLike<number>): Params<K>;
}

/** BG/NBD as CLVTools has it: a and b scaled alike. */
export const clvToolsRoles = { purchase: { alpha: -1 }, dropout: { a: 1, b: 1 } } as const;

/**
 * The likelihood of `model` with static covariates, for `fit` (or fitWithCovariates, which starts it better).
 * Its parameters are the model's own, at z = 0, and one exp(coefficient) per term, so that log-parameters are the
 * coefficients themselves: see `coefficients` for them and their standard errors.
 * Coefficients of 0 and covariates of 0 give the plain model. Shrink coefficients with the prior `shrinkage`, hold some
 * with the fit option `fixed` (1 for a coefficient of 0).
 * @param covariates names of the columns of z, in their order: see Design
 * @example withCovariates(bgNbd, ["age"]).params // ["r", "alpha", "a", "b", "purchase:age", "dropout:age"]
 */
export function withCovariates<K extends string>(
  model: PurchaseModel<K>,
  covariates: readonly string[],
  options: CovariateOptions<K> = {},
): CovariateLikelihood<K> {
  const roles = options.roles ?? model.covariates;
  if (roles === null) throw new RangeError(`${model.name} takes no covariates`);
  const terms = termsOf(model, covariates, roles, options);
  const params = [...model.params, ...terms.map((t) => t.param)];
  if (new Set(params).size < params.length)
    throw new RangeError(`covariate names are not distinct: ${covariates.join(", ")}`);

  const likelihood: CovariateLikelihood<K> = {
    name: `${model.name} with covariates`,
    model,
    covariates,
    terms,
    params,
    ...(model.whole && { whole: model.whole as Readonly<Partial<Record<string, readonly number[]>>> }),
    ...(model.limits && { limits: model.limits }),
    contains: [
      {
        inner: model as unknown as Likelihood<string, CovariateHistories>,
        embed: (inner) => ({ ...ones(terms), ...inner }),
      },
    ],
    start: (data) => ({ ...model.start(data), ...ones(terms) }),
    inspect: (data) => [...(model.inspect?.(data) ?? []), ...unvarying(data, terms)],
    ...(model.inspectEstimate && {
      inspectEstimate: (p: Params) => model.inspectEstimate?.(p as Params<K>) ?? [],
    }),
    paramsFor(p, z) {
      checkGroups([Float64Array.from(z)], covariates.length);
      const of = model.params.map((k, i) => {
        let log = 0;
        for (const t of terms) log += t.powers[i]! * Math.log(p[t.param]!) * z[t.column]!;
        return [k, p[k]! * Math.exp(log)];
      });
      return Object.fromEntries(of) as Params<K>;
    },
    logLikelihood(p, data, gradient) {
      checkColumns(data, covariates);
      const logs = terms.map((t) => Math.log(p[t.param]!));
      const atZero = model.params.map((k) => p[k]!);
      const totals = groupTotals(model, atZero, terms, logs, data, gradient !== undefined);
      if (gradient !== undefined) {
        for (const [i, value] of atZero.entries()) gradient[i] = totals.byParam[i]! / value;
        for (const [t, { param }] of terms.entries())
          gradient[atZero.length + t] = totals.byCoefficient[t]! / p[param]!;
      }
      return totals.sum;
    },
  };
  return likelihood;
}

function termsOf<K extends string>(
  model: PurchaseModel<K>,
  covariates: readonly string[],
  roles: CovariateRoles<K>,
  options: CovariateOptions<K>,
): CovariateTerm[] {
  const leaves = Object.keys(roles.dropout).length > 0;
  const equal = options.equal ?? [];
  const purchase = options.purchase ?? covariates;
  const dropout = options.dropout ?? (leaves ? covariates : []);
  const asked = [...purchase, ...dropout, ...equal];
  const unknown = asked.filter((c) => !covariates.includes(c));
  if (unknown.length > 0)
    throw new RangeError(`no such covariate: ${unknown.join(", ")}; there are ${covariates.join(", ")}`);
  if (!leaves && (dropout.length > 0 || equal.length > 0))
    throw new RangeError(`${model.name} has no dropout, so no dropout covariates`);
  const power = (k: K, process: Process): number =>
    (process === "dropout" ? 0 : (roles.purchase[k] ?? 0)) +
    (process === "purchase" ? 0 : (roles.dropout[k] ?? 0));
  const terms = (process: Process, names: readonly string[]): CovariateTerm[] =>
    covariates.flatMap((covariate, column) =>
      names.includes(covariate)
        ? [
            {
              param: `${process}:${covariate}`,
              process,
              covariate,
              column,
              powers: model.params.map((k) => power(k, process)),
            },
          ]
        : [],
    );
  const free = (c: string): boolean => !equal.includes(c);
  return [
    ...terms("purchase", purchase.filter(free)),
    ...terms("dropout", dropout.filter(free)),
    ...terms("both", equal),
  ];
}

function ones(terms: readonly CovariateTerm[]): Params {
  return Object.fromEntries(terms.map((t) => [t.param, 1]));
}

function checkColumns(data: CovariateHistories, covariates: readonly string[]): void {
  const width = data.groups[0]?.length ?? covariates.length;
  if (width !== covariates.length)
    throw new RangeError(
      `${width} covariates in the data for ${covariates.length}: ${covariates.join(", ")}`,
    );
}

/** Covariates that are the same for all customers: their coefficients cannot be distinguished from the parameters they act on. */
function unvarying(data: CovariateHistories & Histories, terms: readonly CovariateTerm[]): Finding[] {
  const used = new Uint8Array(data.groups.length);
  for (let i = 0; i < data.n.length; i++) if (data.n[i]! > 0) used[data.group[i]!] = 1;
  const groups = data.groups.filter((_, g) => used[g] === 1);
  const constant = (column: number): boolean => groups.every((z) => z[column] === groups[0]![column]);
  const names = new Set(terms.filter((t) => constant(t.column)).map((t) => t.covariate));
  if (names.size === 0) return [];
  const reason = `${[...names].join(", ")}: the same for all customers, so the coefficient means nothing`;
  return [{ code: "NO_VARIATION", reason, fatal: false }];
}
