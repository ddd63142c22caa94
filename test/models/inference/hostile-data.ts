/** Data sets as shops have them and models do not expect them, by number: the same number is the same data. */

import { historiesFrom } from "../../../models/histories.js";
import type { Histories, Random } from "../../../models/model.js";
import { exponentialVariate, gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";

/** One customer: times of the repeat purchases in (0, T], in days. */
interface Customer {
  readonly times: readonly number[];
  readonly T: number;
  readonly n?: number;
}

type Kind = (random: Random) => readonly Customer[];

const several = (random: Random, most: number, one: (i: number) => Customer): Customer[] =>
  Array.from({ length: 2 + Math.floor(random() ** 2 * most) }, (_, i) => one(i));
const scaled = (of: readonly Customer[], unit: number): Customer[] =>
  of.map((c) => ({ ...c, times: c.times.map((t) => t * unit), T: c.T * unit }));
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

/** A customer of BG/NBD as in shops, seen for up to two years. */
function ordinary(random: Random, T = Math.ceil(730 * random())): Customer {
  return { T, times: bgNbd.simulate({ r: 0.6, alpha: 30, a: 0.8, b: 2.4 }, T, random).times };
}

/** A purchase every `gap` days or so, until the customer leaves. */
function regular(random: Random, gap: number, spread: number, T: number, until = T): Customer {
  const times: number[] = [];
  for (let t = gap; t < Math.min(T, until); t += gap * (1 - spread + 2 * spread * random())) times.push(t);
  return { T, times };
}

export const hostileKinds: Readonly<Record<string, Kind>> = {
  "no repeaters": (random) => several(random, 400, () => ({ times: [], T: Math.ceil(400 * random()) })),
  "one customer": (random) => [ordinary(random, 500)],
  "constant T": (random) => several(random, 600, () => ordinary(random, 365)),
  "one giant buyer": (random) => [
    ...several(random, 500, () => ordinary(random)),
    regular(random, 365 / (50 + 1950 * random()), 0.9, 365),
  ],
  "weekly buyers": (random) =>
    several(random, 300, () =>
      regular(random, 7, 0.2 * random(), 200 + Math.floor(200 * random()), 300 * random()),
    ),
  "exactly every week": (random) =>
    several(random, 300, () => regular(random, 7, 0, Math.ceil(365 * random()))),
  "two populations": (random) =>
    several(random, 800, (i) =>
      i % 2 === 0
        ? regular(random, 3, 0.5, 365, 365 * random())
        : { times: random() < 0.1 ? [300 * random()] : [], T: 365 },
    ),
  "weeks, years or seconds": (random) => {
    const unit = pick(random, [1 / 7, 1 / 365.25, 86_400, 1 / 3652.5]);
    return scaled(
      several(random, 600, () => ordinary(random)),
      unit,
    );
  },
  "all x = 1": (random) =>
    several(random, 300, () => {
      const T = 1 + 364 * random();
      return { T, times: [T * random()] };
    }),
  "T = 0 for most": (random) =>
    several(random, 500, () => (random() < 0.95 ? { times: [], T: 0 } : ordinary(random))),
  "huge weights": (random) => several(random, 300, () => ({ ...ordinary(random), n: 10 ** (7 * random()) })),
  "tiny fractions of a day": (random) =>
    scaled(
      several(random, 500, () => ordinary(random)),
      10 ** (-4 - 5 * random()),
    ),
  "few customers": (random) => Array.from({ length: 2 + Math.floor(30 * random()) }, () => ordinary(random)),
  "nobody leaves": (random) =>
    several(random, 600, () => {
      const [rate, T] = [gammaVariate(random, 1, 30), Math.ceil(600 * random())];
      const times: number[] = [];
      for (let t = exponentialVariate(random, rate); t <= T; t += exponentialVariate(random, rate))
        times.push(t);
      return { T, times };
    }),
  "everyone leaves at once": (random) =>
    several(random, 600, () => ({ T: 300 + 60 * random(), times: random() < 0.4 ? [0.5 * random()] : [] })),
  "last purchase on the last day": (random) =>
    several(random, 300, () => {
      const T = 20 + Math.floor(300 * random());
      return { T, times: random() < 0.5 ? [] : [T / 3, T] };
    }),
};

const names = Object.keys(hostileKinds);

/** Which kind the set of that number is of. */
export function hostileKind(number: number): string {
  return names[number % names.length]!;
}

/**
 * The data set of that number.
 * @param discrete whole periods: a purchase counts at the end of its period, once
 */
export function hostileSet(number: number, discrete: boolean): Histories {
  const random = seededRandom(1_000_003 + number);
  const customers = hostileKinds[hostileKind(number)]!(random).map((c) => (discrete ? inPeriods(c) : c));
  const sorted = customers.map((c) => [...c.times].filter((t) => t > 0).sort((a, b) => a - b));
  return historiesFrom(
    sorted.map((times) => times.length),
    sorted.map((times) => times[times.length - 1] ?? 0),
    customers.map((c) => c.T),
    customers.map((c) => c.n ?? 1),
    sorted.map((times) =>
      times.reduce((sum, at, i) => sum + Math.log(at - (i === 0 ? 0 : times[i - 1]!)), 0),
    ),
  );
}

function inPeriods({ times, T, n = 1 }: Customer): Customer {
  const end = Math.floor(Math.min(T, 5000));
  const periods = new Set(times.map(Math.ceil).filter((t) => t <= end));
  return { times: [...periods], T: end, n };
}
