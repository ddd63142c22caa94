/**
 * Beta-discrete-Weibull: as the sBG, but a subscriber's own chance of leaving also changes with age; it rises for
 * c > 1, falls for c < 1, and c = 1 is the sBG. Fader, Hardie, Liu, Davin & Steenburgh (2018), "How to Project Customer
 * Retention" Revisited: The Role of Duration Dependence, Journal of Interactive Marketing 43, 1-16.
 */
import { logBetaRatio } from "../numeric/log-beta-ratio.js";
import { digamma } from "../numeric/special.js";
import { type ContractModel, contractModel } from "./contract-model.js";
import { renewalsOf, sbg } from "./sbg.js";

export type BdwParam = "alpha" | "beta" | "c";

const largest = 250 * Math.LN10; // where ln(k^c) is above it, B(alpha, beta + k^c) is k^(-alpha c) times a constant

/**
 * S(k) = E[(1-theta)^(k^c)] = B(alpha, beta + k^c) / B(alpha, beta) with theta ~ Beta(alpha, beta).
 * @example bdw.probabilityStaying({ alpha: 0.456, beta: 0.779, c: 1.283 }, 0, 0, 0, 1) // 0.6308
 */
export const bdw: ContractModel<BdwParam> = contractModel<BdwParam>({
  name: "bdw",
  about: {
    title: "BdW (beta-discrete-Weibull)",
    assumes: "each subscriber has its own chance of leaving, and it changes with age",
    useWhen:
      "subscriptions with at least five or six renewals behind them; it asks more of the data than the sBG",
    source: "Fader, Hardie, Liu, Davin & Steenburgh (2018)",
  },
  params: ["alpha", "beta", "c"],
  contains: [{ inner: sbg, embed: ({ alpha, beta }) => ({ alpha: alpha!, beta: beta!, c: 1 }) }],
  start: (h) => ({ ...sbg.start(h), c: 1 }),
  fillLogRetention: ({ alpha, beta, c }, into, [dalpha, dbeta, dc]) => {
    // at y = beta + k^c: psi(alpha+y), psi(y) - psi(alpha+y), and that times dy/dc
    let all = digamma(alpha + beta);
    let slope = digamma(beta) - all;
    let turn = 0;
    for (let k = 0; k < into.length; k++) {
      const log = Math.log(k + 1);
      const power = (k + 1) ** c;
      const far = c * log > largest;
      const nextAll = far ? c * log : digamma(alpha + beta + power);
      const nextSlope = far ? 0 : digamma(beta + power) - nextAll;
      const nextTurn = far ? -alpha * log : nextSlope * power * log;
      into[k] = logSurvival(alpha, beta, c, k, 1);
      dalpha![k] = all - nextAll;
      dbeta![k] = nextSlope - slope;
      dc![k] = nextTurn - turn;
      all = nextAll;
      slope = nextSlope;
      turn = nextTurn;
    }
  },
  logSurvival: ({ alpha, beta, c }, T, k) => logSurvival(alpha, beta, c, T, k),
  renewals: (p, random) => renewalsOf(p, p.c, random),
});

/** ln[B(alpha, beta + (T+k)^c) / B(alpha, beta + T^c)]. */
function logSurvival(alpha: number, beta: number, c: number, T: number, k: number): number {
  const excess = c * Math.log(T + k) - largest;
  if (excess <= 0) return logBetaRatio(alpha, beta + T ** c, increment(T, k, c));
  if (T > 0 && c * Math.log(T) > 0.5 * largest) return -alpha * c * Math.log1p(k / T);
  return logBetaRatio(alpha, beta + T ** c, Math.exp(largest)) - alpha * excess;
}

/** (T+k)^c - T^c without the cancellation of that formula. */
function increment(T: number, k: number, c: number): number {
  return T === 0 ? k ** c : T ** c * Math.expm1(c * Math.log1p(k / T));
}
