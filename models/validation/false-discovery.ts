/**
 * q-values of several tests: Benjamini & Hochberg (1995), JRSS B 57(1), step-up. Of those called different at q <= 0.05 one in twenty
 * is expected to be none; so it is also where tests depend on each other positively (Benjamini & Yekutieli 2001).
 * @param pValues null where nothing was tested: it has no q-value and counts as no test
 * @example falseDiscovery([0.01, 0.04, 0.03, 0.5]) // [0.04, 0.05333333333333334, 0.05333333333333334, 0.5]
 */
export function falseDiscovery(pValues: readonly (number | null)[]): (number | null)[] {
  const tested = pValues.flatMap((p, i) => (p === null ? [] : [{ p, i }])).sort((a, b) => b.p - a.p);
  const q: (number | null)[] = pValues.map(() => null);
  let smallest = 1;
  tested.forEach(({ p, i }, above) => {
    smallest = Math.min(smallest, (p * tested.length) / (tested.length - above));
    q[i] = smallest;
  });
  return q;
}
