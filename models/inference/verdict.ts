import type { Finding, Params, Verdict, VerdictCode } from "../model.js";
import type { Information } from "./information.js";

/** The thresholds behind a verdict. */
export const verdictLimits = {
  /** log-likelihood still to gain by a Newton step: more is not converged. Far below what a likelihood can distinguish (1.92) */
  gain: 1e-3,
  /** |d LL / d ln p| per customer; decides convergence where the information is singular */
  scaledGradient: 1e-5,
  /** condition number of the information in log-parameters: more is near-singular */
  condition: 1e6,
  /** standard error of a log-parameter: 1.5 is known to a factor of e^1.5 = 4.5 only */
  logError: 1.5,
  /** ratio to the data-driven starting value, either way: more is a parameter on its way to 0 or infinity */
  ratioToStart: 1e4,
} as const;

export interface Estimate<K extends string> {
  readonly params: Params<K>;
  readonly start: Params<K>;
  readonly names: readonly K[];
  /** d LL / d ln p per customer */
  readonly scaledGradient: readonly number[];
  readonly information: Information;
  /** the search met the border of its box */
  readonly escaped: boolean;
}

/** Judges an estimate by gradient, curvature and place, never by a solver's flag. Fatal findings first. */
export function judge<K extends string>(estimate: Estimate<K>): Finding[] {
  const { params, start, names, information, escaped } = estimate;
  const { logErrors, flattest, flattestError, condition, gain } = information;
  const findings: Finding[] = [];
  const steepest = Math.max(...estimate.scaledGradient.map(Math.abs));
  const limits = verdictLimits;
  const values = (which: readonly K[]): string =>
    which.map((k) => `${k} = ${params[k].toPrecision(4)}`).join(", ");
  const far = names.filter((k) => Math.abs(Math.log(params[k] / start[k])) > Math.log(limits.ratioToStart));
  const atBoundary = far.length > 0 || escaped;

  const converged = gain <= limits.gain || steepest <= limits.scaledGradient;
  if (!converged && !(atBoundary && steepest <= 100 * limits.scaledGradient)) {
    const still = Number.isFinite(gain)
      ? `; one more step would gain ${gain.toPrecision(2)} in log-likelihood`
      : "";
    const reason = `largest |gradient| per customer is ${steepest.toPrecision(2)} at ${values(names)}${still}`;
    findings.push({ code: "NOT_CONVERGED", reason, fatal: true });
  }

  const loose = names.filter((_, i) => Math.abs(flattest[i]!) > 0.3);
  const together =
    loose.length > 1 && flattestError > limits.logError && loose.some((k) => outOf(params[k], start[k], 30));
  if (atBoundary || together) {
    const which = together || far.length === 0 ? loose : far;
    const how =
      which.length > 1
        ? "run away together: the data fix only their combination"
        : "runs to the edge of its range";
    findings.push({
      code: "BOUNDARY",
      reason: `${values(which)}: ${which.join(" and ")} ${how}`,
      fatal: false,
    });
  }
  if (logErrors === null) {
    const reason = `the information matrix is singular in ${loose.join(", ")}: no standard errors`;
    findings.push({ code: "NEAR_SINGULAR", reason, fatal: false });
  } else if (condition > limits.condition || logErrors.some((e) => e > limits.logError)) {
    const vague = names.filter((_, i) => logErrors[i]! > limits.logError);
    const which =
      vague.length > 0
        ? `${vague.join(", ")} known to a factor of ${factor(Math.max(...logErrors))} only`
        : "";
    const number = `condition number ${condition.toPrecision(3)}`;
    findings.push({ code: "NEAR_SINGULAR", reason: which ? `${which} (${number})` : number, fatal: false });
  }
  return findings;
}

/** One verdict from all findings: failed if any is fatal, weak if there are others, else identified. */
export function verdict(findings: readonly Finding[]): Verdict {
  const status = findings.some((f) => f.fatal) ? "failed" : findings.length > 0 ? "weak" : "identified";
  return { status, codes: [...new Set(findings.map((f) => f.code))], reasons: findings.map((f) => f.reason) };
}

function outOf(value: number, centre: number, ratio: number): boolean {
  return Math.abs(Math.log(value / centre)) > Math.log(ratio);
}

function factor(logError: number): string {
  return logError < 20 ? Math.exp(logError).toPrecision(2) : "more than 1e8";
}

const doubts: ReadonlySet<VerdictCode> = new Set(["NOT_CONVERGED", "NEAR_SINGULAR", "BOUNDARY"]);

/** Whether the estimate itself is doubtful, so that a simpler model may do better on the same data. Few repeat buyers alone are no doubt. */
export function isDoubtful({ codes }: Verdict): boolean {
  return codes.some((code) => doubts.has(code));
}

/** Of two fits that which is easier to believe: by status, then without doubt, then with fewer findings; the first when equal. */
export function lessBad<F extends { readonly verdict: Verdict }>(first: F, second: F): F {
  const rank = ({ verdict: v }: F): number =>
    100 * ["identified", "weak", "failed"].indexOf(v.status) + 10 * Number(isDoubtful(v)) + v.codes.length;
  return rank(second) < rank(first) ? second : first;
}
