/** Finds the step size at which steps are accepted as often as wanted. */
export interface StepSizeSearch {
  /** The step size to try next. */
  current(): number;
  /** Says how likely the step just tried was to be accepted. */
  learn(probability: number): void;
  /** The step size to keep: a mean over the tries, in which later ones weigh more. */
  average(): number;
}

const gamma = 0.05; // how hard it corrects
const early = 10; // tries that count little
const kappa = 0.75; // how fast the mean forgets

/**
 * Dual averaging of the logarithm of the step size (Nesterov 2009) with the constants of Hoffman & Gelman (2014), The
 * No-U-Turn Sampler, section 3.2. It leans towards ten times the first step size.
 * @param first step size to begin with, > 0
 * @param aim   acceptance probability wanted, in (0, 1)
 */
export function stepSizeSearch(first: number, aim: number): StepSizeSearch {
  if (!(first > 0 && aim > 0 && aim < 1))
    throw new RangeError(`a step size > 0 and an aim in (0, 1) are needed; got ${first} and ${aim}`);
  const centre = Math.log(10 * first);
  let tries = 0;
  let shortfall = 0;
  let log = Math.log(first);
  let mean = Math.log(first);
  return {
    current: () => Math.exp(log),
    learn(probability) {
      tries++;
      shortfall += (aim - probability - shortfall) / (tries + early);
      log = centre - (Math.sqrt(tries) / gamma) * shortfall;
      mean += tries ** -kappa * (log - mean);
    },
    average: () => Math.exp(mean),
  };
}
