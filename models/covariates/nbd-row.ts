/** ln L of the NBD model for one customer, p = (r, alpha): sum_{j<x} ln(r+j) + r ln alpha - (r+x) ln(alpha+T). */
export function nbdRow(p: Float64Array, x: number, _tx: number, T: number, gradient: Float64Array): number {
  const r = p[0]!;
  const alpha = p[1]!;
  let sum = 0;
  let dr = 0;
  for (let j = 0; j < x; j++) {
    sum += Math.log(r + j);
    dr += 1 / (r + j);
  }
  const relative = Math.log1p(T / alpha);
  gradient[0] = dr - relative;
  gradient[1] = r / alpha - (r + x) / (alpha + T);
  return sum - r * relative - x * Math.log(alpha + T);
}
