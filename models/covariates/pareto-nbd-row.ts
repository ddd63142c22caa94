import { gaussLegendre } from "../numeric/gauss-legendre.js";

const rule = gaussLegendre(16);
const widest = 3.5; // of a panel in v: the integrand is analytic for |Im v| < pi
const steepest = 8; // most e-folds that a panel may span
const negligible = 45; // e-folds after which nothing is left in a double

/**
 * ln L of Pareto/NBD for one customer, p = (r, alpha, s, beta); Schmittlein, Morrison & Colombo (1987) in integral form.
 *     Gamma(r+x)/Gamma(r) alpha^r [ (alpha+T)^-(r+x) (beta/(beta+T))^s
 *                                   + integral from t_x to T of (alpha+u)^-(r+x) s beta^s (beta+u)^-(s+1) du ]
 * The integral by Gauss-Legendre panels in v = ln(g+u), g = min(alpha, beta), whose terms give the gradient as well:
 * every derivative is the mean of d ln(term) over the terms. Twelve digits against mpmath.
 */
export function paretoNbdRow(
  p: Float64Array,
  x: number,
  tx: number,
  T: number,
  gradient: Float64Array,
): number {
  const r = p[0]!;
  const alpha = p[1]!;
  const s = p[2]!;
  const beta = p[3]!;
  const shape = r + x;
  let sum = 0;
  let dr = 0;
  for (let j = 0; j < x; j++) {
    sum += Math.log(r + j);
    dr += 1 / (r + j);
  }
  const nearLast = Math.min(alpha, beta) + tx;
  const alphaLast = alpha + tx;
  const betaLast = beta + tx;
  // e-folds from t_x to the end, and the survivors' term, all relative to the integrand's factors at t_x
  const logAlphaEnd = Math.log1p((T - tx) / alphaLast);
  const logBetaEnd = Math.log1p((T - tx) / betaLast);
  const alive = Math.exp(-shape * logAlphaEnd - s * logBetaEnd);
  let total = alive;
  let meanLogAlpha = alive * logAlphaEnd;
  let meanLogBeta = alive * logBetaEnd;
  let meanAlpha = alive / (alpha + T);
  let meanBeta = (alive * s) / (beta + T);
  let gone = 0;

  const end = Math.log1p((T - tx) / nearLast);
  let from = 0;
  let fromFolds = 0;
  while (from < end && fromFolds < negligible) {
    let to = Math.min(end, from + widest);
    let toFolds = folds(shape, alphaLast, s, betaLast, nearLast * Math.expm1(to));
    while (toFolds - fromFolds > steepest) {
      to = from + 0.5 * (to - from);
      toFolds = folds(shape, alphaLast, s, betaLast, nearLast * Math.expm1(to));
    }
    const half = 0.5 * (to - from);
    for (let k = 0; k < 16; k++) {
      const v = from + half * (1 + rule.nodes[k]!);
      const grown = nearLast * (Math.exp(v) - 1); // u - t_x
      const alphaHere = alphaLast + grown;
      const inverse = 1 / (betaLast + grown);
      const logAlpha = alpha <= beta ? v : Math.log(alphaHere / alphaLast);
      const logBeta = alpha <= beta ? Math.log((betaLast + grown) / betaLast) : v;
      const density = s * (nearLast + grown) * inverse * Math.exp(-shape * logAlpha - s * logBeta);
      const value = half * rule.weights[k]! * density;
      gone += value;
      meanLogAlpha += value * logAlpha;
      meanLogBeta += value * logBeta;
      meanAlpha += value / alphaHere;
      meanBeta += value * (s + 1) * inverse;
    }
    from = to;
    fromFolds = toFolds;
  }
  total += gone;
  const logAlphaLast = Math.log1p(tx / alpha); // alpha^r (alpha+t_x)^-(r+x)
  const logBetaLast = Math.log1p(tx / beta);
  gradient[0] = dr - logAlphaLast - meanLogAlpha / total;
  gradient[1] = r / alpha - (shape * meanAlpha) / total;
  gradient[2] = gone / (s * total) - logBetaLast - meanLogBeta / total;
  gradient[3] = s / beta - meanBeta / total;
  return sum - r * logAlphaLast - (x > 0 ? x * Math.log(alphaLast) : 0) - s * logBetaLast + Math.log(total);
}

/** How far the integrand has fallen when u - t_x is `grown`, in e-folds. */
function folds(shape: number, alphaLast: number, s: number, betaLast: number, grown: number): number {
  return shape * Math.log1p(grown / alphaLast) + s * Math.log1p(grown / betaLast);
}
