import { describe, expect, test } from "vitest";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { withinVariance } from "../../../models/spend/fit-credibility.js";
import { gammaGamma } from "../../../models/spend/gamma-gamma.js";
import { whyUnsound } from "../../../models/spend/unsound-spend.js";
import { gammaGammaSpend, type Purchases, simulatedSpend, summarized } from "./simulate-spend.js";

const verdictOn = (purchases: Purchases): string | null => {
  const { repeat, variation } = summarized(purchases);
  return whyUnsound(fitModel(gammaGamma, repeat), repeat, withinVariance(variation));
};

const worlds = [
  [6.25, 3.74],
  [2, 2],
  [0.5, 4],
  [20, 6],
  [50, 3],
] as const;

describe("Gamma-Gamma stays where it is true", () => {
  test.each(worlds)("p %d, q %d: 100 to 3,000 customers", (p, q) => {
    for (const [customers, seed] of [
      [100, 1],
      [300, 2],
      [1000, 3],
      [3000, 4],
    ] as const)
      expect(verdictOn(gammaGammaSpend(customers, p, q, seededRandom(seed)))).toBeNull();
  });

  test("p 1, q 2.5 as soon as its parameters are distinguished", () => {
    for (const customers of [300, 1000, 3000])
      expect(verdictOn(gammaGammaSpend(customers, 1, 2.5, seededRandom(customers)))).toBeNull();
  });

  test("and where one order of 10^9 is among its data, which it hardly notices", () => {
    expect(verdictOn([[40, 45, 1e9, 38, 41], ...gammaGammaSpend(1000, 6, 4, seededRandom(3))])).toBeNull();
  });

  test.each([1e-4, 15_000, 1e9])("in any currency: times %d", (rate) => {
    const scaled = (purchases: Purchases) => purchases.map((own) => own.map((v) => v * rate));
    expect(verdictOn(scaled(gammaGammaSpend(300, 6.25, 3.74, seededRandom(2))))).toBeNull();
    expect(verdictOn(scaled(gammaGammaSpend(1000, 4, 1.05, seededRandom(2))))).toContain("population mean");
  });
});

describe("it gives way, with the reason,", () => {
  test("where q is huge, so that no own mean counts, though the variances agree", () => {
    const { repeat, variation } = summarized(gammaGammaSpend(1000, 2, 30, seededRandom(4)));
    const fitted = fitModel(gammaGamma, repeat);
    const within = withinVariance(variation);
    const at = (q: number) => ({
      ...fitted,
      params: { p: fitted.params.p, q, gamma: (40 * (q - 1)) / fitted.params.p },
    });
    const alike = { ...repeat, z: repeat.x.map((x) => 40 * x) };
    expect(whyUnsound(at(2999), alike, within)).toBeNull();
    expect(whyUnsound(at(3001), alike, within)).toBe("q = 3001: it does not look at a customer's own mean");
  });

  test("where q is nearer to 1 than customers' means can tell", () => {
    const { repeat, variation } = summarized(gammaGammaSpend(1000, 4, 3, seededRandom(4)));
    const fitted = fitModel(gammaGamma, repeat);
    const mean = repeat.z.reduce((sum, z, i) => sum + (repeat.n[i]! * z) / repeat.x[i]!, 0);
    const own = mean / repeat.n.reduce((sum, n) => sum + n, 0);
    const at = (q: number) => ({ ...fitted, params: { p: 4, q, gamma: (own * (q - 1)) / 4 } });
    expect(whyUnsound(at(1.049), repeat, withinVariance(variation))).toMatch(/^q = 1.049: /);
    expect(whyUnsound(at(1.051), repeat, withinVariance(variation)) ?? "").not.toMatch(/^q = /);
  });

  test("where q is near 1: its population mean is made of customers whom nobody has seen", () => {
    for (const seed of [1, 2, 3])
      expect(verdictOn(gammaGammaSpend(1000, 4, 1.05, seededRandom(seed)))).toMatch(
        /^its population mean is \d\S* \(q = 1\.\d+\), while customers spend \d\S* a purchase on average$/,
      );
  });

  test("where p runs away, as if purchases of one customer did not vary", () => {
    expect(verdictOn(gammaGammaSpend(100, 1, 2.5, seededRandom(1)))).toMatch(
      /^it gives a customer's own mean a weight of 1.00 on average, while the variances within and between customers say 0.66$/,
    );
  });

  test("where its fit failed", () => {
    const random = seededRandom(11);
    const heavy = simulatedSpend(3000, random, () => {
      const nu = gammaVariate(random, 0.7, 10);
      return () => gammaVariate(random, 4, nu);
    });
    expect(verdictOn(heavy)).toContain("q = 0.");
    expect(verdictOn([[5], [7, 7]])).toContain("one customer has repeat purchases");
  });

  test("where everyone pays a price of their own, whatever it makes of their means", () => {
    const random = seededRandom(4);
    const prices = simulatedSpend(1000, random, () => {
      const price = Math.exp(3 + random());
      return () => price * (0.97 + 0.06 * random());
    });
    expect(verdictOn(prices)).toMatch(/^purchases of one customer vary by 1\.\d % about their mean/);
  });

  test("where it takes the price levels of rare buyers for chance: dear yearly plans beside one monthly price", () => {
    const random = seededRandom(6);
    const uneven = (price: number) => () => price * gammaVariate(random, 40, 40);
    const yearly = Array.from({ length: 400 }, () => {
      const cost = uneven(300 * Math.exp(3 * (random() - 0.5)));
      return [cost(), cost()];
    });
    const monthly = Array.from({ length: 400 }, () => Array.from({ length: 40 }, uneven(300)));
    expect(verdictOn([...yearly, ...monthly])).toMatch(
      /^it gives a customer's own mean a weight of 0\.\d\d on average, while the variances within and between customers say 0\.9\d$/,
    );
  });
});
