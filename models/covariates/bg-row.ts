/**
 * ln L of BG/NBD (m = 0) or MBG/NBD (m = 1) for one customer, p = (r, alpha, a, b).
 *     sum_{j<x} ln(r+j) + sum_{j<x+m} ln[(b+j)/(a+b+j)] + r ln alpha - (r+x) ln(alpha+T) + ln(1 + [x+m>0] e^d)
 *     d = ln a - ln(b+x+m-1) + (r+x) ln[(alpha+T)/(alpha+t_x)],  the log odds of having dropped out
 * Fader, Hardie & Lee (2005), eq. 6; with m = 1 a customer may also leave right after the first purchase
 * (Batislam, Denizel & Filiztekin 2007).
 */
export function bgRow(
  m: 0 | 1,
  p: Float64Array,
  x: number,
  tx: number,
  T: number,
  gradient: Float64Array,
): number {
  const r = p[0]!;
  const alpha = p[1]!;
  const a = p[2]!;
  const b = p[3]!;
  let sum = 0;
  let dr = 0;
  let da = 0;
  let db = 0;
  for (let j = 0; j < x + m; j++) {
    const all = 1 / (a + b + j);
    const stay = (b + j) * all;
    da -= all;
    db += a * all * (1 / (b + j));
    if (j < x) {
      sum += Math.log((r + j) * stay);
      dr += 1 / (r + j);
    } else sum += Math.log(stay);
  }
  const relative = Math.log1p(T / alpha);
  const inverse = 1 / (alpha + T);
  sum -= r * relative + (x > 0 ? x * Math.log(alpha + T) : 0);
  dr -= relative;
  let dalpha = r / alpha - (r + x) * inverse;
  if (x + m > 0) {
    const last = b + x + m - 1;
    const gap = Math.log1p((T - tx) / (alpha + tx));
    const d = Math.log(a / last) + (r + x) * gap;
    const gone = 1 / (1 + Math.exp(-d));
    sum += d > 36 ? d : Math.log1p(Math.exp(d));
    dr += gone * gap;
    dalpha += gone * (r + x) * (inverse - 1 / (alpha + tx));
    da += gone / a;
    db -= gone / last;
  }
  gradient[0] = dr;
  gradient[1] = dalpha;
  gradient[2] = da;
  gradient[3] = db;
  return sum;
}
