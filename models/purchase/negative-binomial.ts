/**
 * Walks through the masses P(N = 0), P(N = 1), ... of a negative binomial count: the events in a time t of a process
 * whose rate is Gamma(shape, A), u = t / (A + t).
 *     P(N = n) = Gamma(shape+n) / (Gamma(shape) n!) u^n (1-u)^shape
 * By recurrence, with the scale apart from the mantissa, so that P(N = 0) may be far below the smallest double.
 */
export interface NegativeBinomialWalk {
  readonly shape: number;
  readonly u: number;
  /** the count whose mass comes next */
  n: number;
  /** P(N = n) = mantissa * e^logScale */
  mantissa: number;
  logScale: number;
  scale: number;
  /** P(N >= n): one minus the masses so far, exact to the rounding of 1 */
  atLeast: number;
}

const rescaleAbove = 1e200;

export function negativeBinomialWalk(shape: number, A: number, t: number): NegativeBinomialWalk {
  const logScale = -shape * Math.log1p(t / A);
  return { shape, u: t / (A + t), n: 0, mantissa: 1, logScale, scale: Math.exp(logScale), atLeast: 1 };
}

/** The mass P(N = n) where the walk stands; moves it on to n + 1. */
export function nextMass(walk: NegativeBinomialWalk): number {
  const mass = walk.mantissa * walk.scale;
  walk.atLeast = Math.max(0, walk.atLeast - mass);
  walk.mantissa *= (walk.u * (walk.shape + walk.n)) / (walk.n + 1);
  walk.n++;
  if (walk.logScale < 0 && walk.mantissa > rescaleAbove) {
    walk.mantissa /= rescaleAbove;
    walk.logScale += Math.log(rescaleAbove);
    walk.scale = Math.exp(walk.logScale);
  }
  return mass;
}
