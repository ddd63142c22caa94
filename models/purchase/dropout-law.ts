/**
 * The time at which a customer leaves for good, mixed over customers, at fixed parameters: what the models with dropout
 * in continuous time differ in. Everything is on the log scale; times are in the parameters' unit, >= 0.
 */
export interface DropoutLaw {
  /** how many parameters it has: the number of derivatives below */
  readonly parameters: number;
  /** ln S(u): S(u) is the probability that the dropout time is later than u */
  logSurvival(u: number): number;
  /** ln f(u), the density of the dropout time */
  logDensity(u: number): number;
  /** ln S(u) and its derivatives in the parameters, into out[at], out[at + 1], ... */
  survival(u: number, out: Float64Array, at: number): void;
  /** ln f(u) and its derivatives in the parameters, into out[at], out[at + 1], ... */
  density(u: number, out: Float64Array, at: number): void;
  /** How far f and S are from a polynomial between two times: see `bend` in dropout-integral.ts. Adds over intervals. */
  variation(from: number, to: number): number;
  /** An upper bound of ln f(u) - ln f(from) over the interval, >= 0. */
  rise(from: number, to: number): number;
  /** The time u at which ln S(u) = -hazard, Infinity where that leaves a double: a dropout time from a unit exponential. */
  timeOf(hazard: number): number;
}
