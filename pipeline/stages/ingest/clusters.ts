/** A stretch of a file, or of time, in which far more rows were rejected than elsewhere. */
export interface Cluster {
  /** Slices from the first to the last, both included. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly rejected: number;
}

/** Fewer rejected rows than this in one place are an accident. */
const fewest = 8;
/** Chance alone makes so clear a stretch in one of e^12 places. */
const surprise = 12;

/**
 * The stretch of neighbouring slices in which most rows are rejected, and so many more than elsewhere that chance does not
 * explain it (the likelihood ratio of Kulldorff's scan statistic, 1997, against the number of stretches looked at); null
 * where there is none.
 * @param rows of each slice
 * @param rejected of each slice
 * @example findCluster([20, 20, 20, 20], [0, 1, 0, 15])?.from // 3
 */
export function findCluster(rows: readonly number[], rejected: readonly number[]): Cluster | null {
  const rowsUpTo = sums(rows);
  const rejectedUpTo = sums(rejected);
  const n = rowsUpTo.at(-1)!;
  const all = rejectedUpTo.at(-1)!;
  if (all < fewest) return null;
  const looked = (rows.length * (rows.length + 1)) / 2;
  let best: Cluster | null = null;
  let most = surprise + Math.log(looked);
  for (let from = 0; from < rows.length; from++) {
    if (rejected[from] === 0) continue;
    for (let to = from; to < rows.length; to++) {
      const inside = rowsUpTo[to + 1]! - rowsUpTo[from]!;
      const bad = rejectedUpTo[to + 1]! - rejectedUpTo[from]!;
      if (bad < fewest || bad <= inside / 2 || inside === n) continue;
      const found = logRatio(bad, inside, all - bad, n - inside);
      if (found > most) {
        most = found;
        best = { from, to, rows: inside, rejected: bad };
      }
    }
  }
  return best;
}

/** Log likelihood of two shares over that of one, where the share inside is the larger. */
function logRatio(bad: number, inside: number, otherBad: number, outside: number): number {
  if (bad / inside <= otherBad / outside) return 0;
  const one = binomial(bad + otherBad, inside + outside);
  return binomial(bad, inside) + binomial(otherBad, outside) - one;
}

function binomial(bad: number, n: number): number {
  const term = (k: number): number => (k === 0 ? 0 : k * Math.log(k / n));
  return term(bad) + term(n - bad);
}

function sums(values: readonly number[]): number[] {
  const up = [0];
  for (const value of values) up.push(up.at(-1)! + value);
  return up;
}
