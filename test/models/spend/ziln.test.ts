import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { normal, seededRandom } from "../../../models/numeric/random.js";
import {
  type TrainedZiln,
  trainZiln,
  type ZilnData,
  zilnDefaults,
} from "../../../models/spend/train-ziln.js";
import { zilnGradient, zilnLoss, zilnMean, zilnProbability, zilnScale } from "../../../models/spend/ziln.js";
import {
  activations,
  applyNetwork,
  networkGradient,
  networkTensors,
  randomNetwork,
} from "../../../models/spend/ziln-network.js";
import { openTensorFlow } from "../../../pipeline/spend/tf-backend.js";
import { near } from "../near.js";

beforeAll(async () => {
  await openTensorFlow(() => undefined, ["wasm"]);
});

/** The loss of one row in double precision, as the paper writes it. */
function plainLoss(y: number, [l, mu, s]: readonly number[]): number {
  const p = 1 / (1 + Math.exp(-l!));
  if (y === 0) return -Math.log(1 - p);
  const sigma = Math.max(Math.log(1 + Math.exp(s!)), Math.sqrt(1e-7));
  const density =
    Math.exp(-((Math.log(y) - mu!) ** 2) / (2 * sigma ** 2)) / (y * sigma * Math.sqrt(2 * Math.PI));
  return -Math.log(p * density);
}

const lossOf = (y: readonly number[], logits: readonly (readonly number[])[]): number =>
  zilnLoss(tf.tensor2d([...y], [y.length, 1]), tf.tensor2d(logits.map((row) => [...row]))).dataSync()[0]!;

describe("loss and mean", () => {
  test("are those of the authors' code", () => {
    near(lossOf([0], [[0.1, 0.2, 0.3]]), 0.7443966601, 3e-7); // single precision
    near(lossOf([1.5], [[0.4, 0.5, 0.6]]), 1.8783725913, 3e-7);
    near(zilnMean(0.1, 0.2, 0.3), 0.923637853, 1e-9);
    near(zilnMean(0.4, 0.5, 0.6), 1.6907553323, 1e-10);
  });

  test("is the mean over rows of the density in double precision", () => {
    const y = [0, 3, 0, 250, 0.02];
    const logits = [
      [2, 1, 0],
      [-1, 1.5, 0.5],
      [-3, 0, 0],
      [0.3, 4, 2],
      [1, -2, -1],
    ];
    const expected = y.reduce((sum, v, i) => sum + plainLoss(v, logits[i]!), 0) / y.length;
    near(lossOf(y, logits), expected, 1e-6);
  });

  test("stay finite far out", () => {
    near(lossOf([0], [[200, 0, 0]]), 200, 1e-6);
    expect(lossOf([0], [[-200, 0, 0]])).toBe(0);
    near(lossOf([1], [[-200, 0, Math.log(Math.E - 1)]]), 200 + Math.log(2 * Math.PI) / 2, 1e-6);
    expect(zilnScale(-50)).toBe(Math.sqrt(1e-7));
    expect(zilnScale(800)).toBe(800);
    expect(zilnProbability(-800)).toBe(0);
    expect(zilnProbability(800)).toBe(1);
    near(zilnScale(0.3), 0.8544, 1e-4);
  });

  test("its gradient is that of differences", () => {
    const y = tf.tensor2d([0, 5], [2, 1]);
    const at = [
      [0.3, 1.2, 0.4],
      [-0.5, 1, 0.8],
    ];
    const found = zilnGradient(y, tf.tensor2d(at)).arraySync();
    const plain = (logits: readonly (readonly number[])[]): number =>
      (plainLoss(0, logits[0]!) + plainLoss(5, logits[1]!)) / 2;
    at.forEach((row, i) => {
      row.forEach((_, j) => {
        const moved = (by: number): number[][] =>
          at.map((r, a) => r.map((v, b) => (a === i && b === j ? v + by : v)));
        const slope = (plain(moved(1e-5)) - plain(moved(-1e-5))) / 2e-5;
        expect(Math.abs(found[i]![j]! - slope)).toBeLessThan(2e-6);
      });
    });
  });
});

test("a network is its formula: products, ReLU between layers", () => {
  const network = randomNetwork(3, [4], [0.1, 0.2, 0.3], seededRandom(1));
  const x = [0.5, -1, 2];
  const tensors = networkTensors(network);
  const found = applyNetwork(tf.tensor2d([x]), tensors).dataSync();
  const dense = (input: number[], k: number): number[] => {
    const { outputs, weights, bias } = network.layers[k]!;
    return Array.from({ length: outputs }, (_, j) =>
      input.reduce((sum, v, i) => sum + v * weights[i * outputs + j]!, bias[j]!),
    );
  };
  const expected = dense(
    dense(x, 0).map((v) => Math.max(0, v)),
    1,
  );
  expected.forEach((v, j) => {
    expect(Math.abs(found[j]! - v)).toBeLessThan(1e-6);
  });
});

test("the gradient of a network is that of differences", () => {
  const network = randomNetwork(2, [5, 4], [0.1, 0.2, 0.3], seededRandom(2));
  const tensors = networkTensors(network);
  const x = tf.tensor2d([
    [0.5, -1],
    [1.5, 0.3],
    [-0.2, 0.7],
  ]);
  const y = tf.tensor2d([0, 4, 1.2], [3, 1]);
  const entered = activations(x, tensors);
  const found = networkGradient(entered, tensors, zilnGradient(y, entered.at(-1)!)).map((t) => t.dataSync());
  expect(found.map((t) => t.length)).toEqual([10, 5, 20, 4, 12, 3]);
  let compared = 0;
  tensors.forEach((tensor, k) => {
    found[k]!.forEach((slope, i) => {
      const lossAt = (by: number): number => {
        const moved = tensor.dataSync().slice();
        moved[i]! += by;
        const other = tensors.map((t, j) => (j === k ? tf.tensor(moved, t.shape) : t));
        return zilnLoss(y, applyNetwork(x, other)).dataSync()[0]!;
      };
      // single precision: differences over 0.01 of a loss near 1 are good to about 2e-5, and curved by as much
      expect(Math.abs((lossAt(5e-3) - lossAt(-5e-3)) / 0.01 - slope)).toBeLessThan(2e-4);
      if (Math.abs(slope) > 0.01) compared++;
    });
  });
  expect(compared).toBeGreaterThan(20);
});

/** Two inputs decide: the first whether a customer spends, the second how much; the third is noise. */
function simulated(rows: number, seed: number): ZilnData {
  const random = seededRandom(seed);
  const features = new Float32Array(rows * 3);
  const values = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < 3; j++) features[3 * i + j] = normal(random);
    const spends = random() < zilnProbability(1.5 * features[3 * i]! - 0.5);
    values[i] = spends ? Math.exp(3 + 0.8 * features[3 * i + 1]! + 0.5 * normal(random)) : 0;
  }
  return { rows, inputs: 3, features, values };
}

const small = { ...zilnDefaults, hidden: [16, 8], epochs: 16, batchSize: 400, learningRate: 0.02 };

function trained(data: ZilnData, seed: number, options = small): TrainedZiln {
  const steps = trainZiln(data, options, seededRandom(seed));
  for (;;) {
    const { value, done } = steps.next();
    if (done === true) return value;
  }
}

describe("training", () => {
  const data = simulated(4000, 5);

  test("comes within 0.03 of the least loss there is, and tells means apart", () => {
    const before = tf.memory().numTensors;
    const result = trained(data, 1);
    expect(tf.memory().numTensors).toBe(before);
    // the loss of the distribution that the values were drawn from
    let truth = 0;
    for (const i of result.validation) {
      const [a, b] = [data.features[3 * i]!, data.features[3 * i + 1]!];
      truth += plainLoss(data.values[i]!, [1.5 * a - 0.5, 3 + 0.8 * b, Math.log(Math.expm1(0.5))]);
    }
    truth /= result.validation.length;
    const least = Math.min(...result.epochs.map((e) => e.validationLoss));
    expect(least).toBe(result.epochs[result.best - 1]!.validationLoss);
    expect(least - truth).toBeLessThan(0.03);
    expect(result.startLoss - truth).toBeGreaterThan(0.3);
    const tensors = networkTensors(result.network);
    const [l, mu, s] = applyNetwork(tf.tensor2d([[1, 1, 0]]), tensors).dataSync();
    near(zilnMean(l!, mu!, s!), zilnProbability(1) * Math.exp(3.8 + 0.125), 0.15);
  });

  test("is the same for the same seed, another for another", () => {
    const options = { ...small, epochs: 2 };
    const [a, b, c] = [trained(data, 1, options), trained(data, 1, options), trained(data, 2, options)];
    expect(b).toEqual(a);
    expect(c.network).not.toEqual(a.network);
  });

  test("stops when the loss of customers kept apart no longer falls, and keeps the best network", () => {
    // pure noise: nothing to learn beyond the start
    const random = seededRandom(9);
    const noise = { ...data, features: data.features.map(() => normal(random)) };
    const result = trained(noise, 3, { ...small, epochs: 40, patience: 2, learningRate: 0.02 });
    expect(result.epochs.length).toBeLessThan(20);
    expect(result.epochs.length).toBe(result.best + 2);
    for (const { validationLoss } of result.epochs.slice(result.best))
      expect(validationLoss).toBeGreaterThanOrEqual(
        result.best === 0 ? result.startLoss : result.epochs[result.best - 1]!.validationLoss,
      );
  });

  test("starts from the distribution of all customers, whatever the currency", () => {
    const dear = { ...data, values: data.values.map((v) => v * 1e5) };
    const options = { ...small, epochs: 1 };
    const [a, b] = [trained(data, 1, options), trained(dear, 1, options)];
    const share = data.values.filter((v) => v > 0).length / data.rows;
    expect(Math.abs(b.startLoss - a.startLoss - share * Math.log(1e5))).toBeLessThan(0.5);
    expect(b.epochs[0]!.validationLoss).toBeLessThan(b.startLoss);
  });
});
