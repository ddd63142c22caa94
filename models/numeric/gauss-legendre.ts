/** Nodes in (-1, 1), ascending, and weights of a quadrature rule: the integral is sum of weight * f(node). */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The n-point Gauss-Legendre rule on [-1, 1], exact for polynomials of degree 2n - 1.
 * Nodes by Newton's method on P_n from Tricomi's start (Abramowitz & Stegun 25.4.29).
 * @example gaussLegendre(2).nodes // [-0.5773502691896257, 0.5773502691896257]
 */
export function gaussLegendre(n: number): Rule {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let before = 1;
      let value = x;
      for (let k = 2; k <= n; k++) {
        const next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
        before = value;
        value = next;
      }
      slope = (n * (x * value - before)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** Coefficients in Legendre polynomials of the polynomial through `values` at the nodes of a Gauss-Legendre rule. */
export function legendreCoefficients(rule: Rule, values: Float64Array): Float64Array {
  const n = values.length;
  const coefficients = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const x = rule.nodes[i]!;
    const mass = rule.weights[i]! * values[i]!;
    let before = 0;
    let p = 1;
    for (let k = 0; k < n; k++) {
      coefficients[k] = coefficients[k]! + (k + 0.5) * mass * p;
      const next = ((2 * k + 1) * x * p - k * before) / (k + 1);
      before = p;
      p = next;
    }
  }
  return coefficients;
}

/** Value at x in [-1, 1] of a series in Legendre polynomials. */
export function legendreSeries(coefficients: Float64Array, x: number): number {
  let before = 0;
  let p = 1;
  let sum = 0;
  for (let k = 0; k < coefficients.length; k++) {
    sum += coefficients[k]! * p;
    const next = ((2 * k + 1) * x * p - k * before) / (k + 1);
    before = p;
    p = next;
  }
  return sum;
}
