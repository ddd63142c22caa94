import { inverseFromEigen, type Matrix, symmetricEigen } from "../numeric/symmetric.js";

/** What the curvature of the log-likelihood at an estimate says about its precision. */
export interface Information {
  /** natural scale; null when the information is singular */
  readonly covariance: Matrix | null;
  readonly standardErrors: readonly number[] | null;
  /** largest over smallest eigenvalue of the information in log-parameters; Infinity when singular */
  readonly condition: number;
  /** standard errors of the log-parameters; null when singular */
  readonly logErrors: readonly number[] | null;
  /** direction of log-parameters that the data say least about, and the standard error along it (Infinity if none) */
  readonly flattest: readonly number[];
  readonly flattestError: number;
  /** expected gain in log-likelihood of one more Newton step; Infinity when singular */
  readonly gain: number;
}

const relativeZero = 1e-9; // eigenvalues below this share of the largest are differencing error

/**
 * Precision from the observed information: minus the Hessian of the log-likelihood in log-parameters, carried to the
 * natural scale by the delta method, Cov(p_i, p_j) = p_i p_j Cov(ln p_i, ln p_j).
 * @param hessian   second derivatives in log-parameters of minus the log-likelihood per customer
 * @param gradient  first derivatives of the same
 * @param estimate  the parameters, natural scale
 */
export function observedInformation(
  hessian: Matrix,
  gradient: readonly number[],
  estimate: readonly number[],
  customers: number,
): Information {
  if (hessian.length === 0) return nothingFree;
  const eigen = symmetricEigen(hessian);
  const smallest = eigen.values[0]!;
  const largest = eigen.values[eigen.values.length - 1]!;
  const flattest = eigen.vectors[0]!;
  if (!(smallest > relativeZero * largest && largest > 0)) {
    return {
      covariance: null,
      standardErrors: null,
      condition: Infinity,
      logErrors: null,
      flattest,
      flattestError: Infinity,
      gain: Infinity,
    };
  }
  const logCovariance = inverseFromEigen(eigen).map((row) => row.map((v) => v / customers));
  const covariance = logCovariance.map((row, i) => row.map((v, j) => v * estimate[i]! * estimate[j]!));
  const newton = gradient.reduce(
    (sum, g, i) => sum + g * logCovariance[i]!.reduce((s, v, j) => s + v * gradient[j]!, 0),
    0,
  );
  return {
    covariance,
    standardErrors: covariance.map((row, i) => Math.sqrt(row[i]!)),
    condition: largest / smallest,
    logErrors: logCovariance.map((row, i) => Math.sqrt(row[i]!)),
    flattest,
    flattestError: 1 / Math.sqrt(smallest * customers),
    gain: 0.5 * newton * customers * customers,
  };
}

const nothingFree: Information = {
  covariance: [],
  standardErrors: [],
  condition: 1,
  logErrors: [],
  flattest: [],
  flattestError: 0,
  gain: 0,
};
