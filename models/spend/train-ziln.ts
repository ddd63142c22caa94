import * as tf from "@tensorflow/tfjs-core";
import type { Random } from "../model.js";
import { zilnGradient, zilnLoss } from "./ziln.js";
import {
  activations,
  applyNetwork,
  type Network,
  networkGradient,
  networkOf,
  networkTensors,
  randomNetwork,
  type StartLogits,
} from "./ziln-network.js";

/** Customers as rows of standardised features, with the value that followed. */
export interface ZilnData {
  readonly rows: number;
  readonly inputs: number;
  /** [rows, inputs], row by row */
  readonly features: Float32Array;
  /** base currency, >= 0 */
  readonly values: Float32Array;
}

export interface ZilnOptions {
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Share of rows kept out of training, by which it is decided when to stop. */
  readonly validationShare: number;
  /** Epochs without a better validation loss before training stops. */
  readonly patience: number;
}

export const zilnDefaults: ZilnOptions = {
  hidden: [64, 32],
  epochs: 30,
  batchSize: 4096,
  learningRate: 0.003,
  validationShare: 0.1,
  patience: 4,
};

export interface ZilnEpoch {
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly validationLoss: number;
}

export interface TrainedZiln {
  /** the network of the epoch with the least validation loss */
  readonly network: Network;
  readonly epochs: readonly ZilnEpoch[];
  readonly best: number;
  /** before the first epoch, when every customer has the same distribution but for the random weights */
  readonly startLoss: number;
  /** rows kept out of training */
  readonly validation: Uint32Array;
}

/**
 * Fits a network to the data by Adam (Kingma & Ba 2015) on random batches. The generator pauses after every batch, so that
 * the caller may look at a clock or stop; an epoch's losses are given with its last batch. Same data, options and random
 * numbers give the same network on the same backend.
 */
export function* trainZiln(
  data: ZilnData,
  options: ZilnOptions,
  random: Random,
): Generator<ZilnEpoch | null, TrainedZiln> {
  const order = shuffled(data.rows, random);
  const kept = Math.min(data.rows - 1, Math.max(1, Math.round(options.validationShare * data.rows)));
  const validation = order.slice(0, kept).sort();
  const training = order.slice(kept);
  const start = randomNetwork(data.inputs, options.hidden, startLogits(data, training), random);
  const variables = networkTensors(start).map((t) => {
    const variable = tf.variable(t);
    t.dispose();
    return variable;
  });
  const adam = tf.train.adam(options.learningRate);
  const epochs: ZilnEpoch[] = [];
  const startLoss = meanLoss(data, validation, variables, options.batchSize);
  let best = { epoch: 0, loss: startLoss, network: start };
  try {
    for (let epoch = 1; epoch <= options.epochs && epoch - best.epoch <= options.patience; epoch++) {
      shuffle(training, random);
      let total = 0;
      for (let from = 0; from < training.length; from += options.batchSize) {
        const rows = training.subarray(from, from + options.batchSize);
        total += rows.length * step(data, rows, variables, adam);
        if (from + options.batchSize < training.length) yield null;
      }
      const validationLoss = meanLoss(data, validation, variables, options.batchSize);
      const done = { epoch, trainingLoss: total / training.length, validationLoss };
      epochs.push(done);
      if (validationLoss < best.loss) best = { epoch, loss: validationLoss, network: networkOf(variables) };
      yield done;
    }
    return { network: best.network, epochs, best: best.epoch, startLoss, validation };
  } finally {
    adam.dispose();
    for (const variable of variables) variable.dispose();
  }
}

/** One step of Adam; returns the loss before it. */
function step(
  data: ZilnData,
  rows: Uint32Array,
  variables: readonly tf.Variable[],
  adam: tf.Optimizer,
): number {
  return tf.tidy(() => {
    const [features, values] = batchOf(data, rows);
    const entered = activations(features, variables);
    const logits = entered.at(-1)!;
    const gradients = networkGradient(entered, variables, zilnGradient(values, logits));
    adam.applyGradients(variables.map(({ name }, i) => ({ name, tensor: gradients[i]! })));
    return zilnLoss(values, logits).dataSync()[0]!;
  });
}

function meanLoss(
  data: ZilnData,
  rows: Uint32Array,
  variables: readonly tf.Tensor[],
  batchSize: number,
): number {
  let total = 0;
  for (let from = 0; from < rows.length; from += batchSize) {
    const some = rows.subarray(from, from + batchSize);
    const loss = tf.tidy(() => {
      const [features, values] = batchOf(data, some);
      return zilnLoss(values, applyNetwork(features, variables)).dataSync()[0]!;
    });
    total += some.length * loss;
  }
  return total / rows.length;
}

function batchOf(data: ZilnData, rows: Uint32Array): [tf.Tensor2D, tf.Tensor2D] {
  const { inputs } = data;
  const features = new Float32Array(rows.length * inputs);
  const values = new Float32Array(rows.length);
  rows.forEach((row, i) => {
    features.set(data.features.subarray(row * inputs, (row + 1) * inputs), i * inputs);
    values[i] = data.values[row]!;
  });
  return [tf.tensor2d(features, [rows.length, inputs]), tf.tensor2d(values, [rows.length, 1])];
}

/** The logits of the one distribution that fits all rows best: log odds of the share that spends, mean and sd of ln(value). */
function startLogits({ values }: ZilnData, rows: Uint32Array): StartLogits {
  let spenders = 0;
  let sum = 0;
  let squares = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (!(value > 0)) continue;
    spenders++;
    sum += Math.log(value);
    squares += Math.log(value) ** 2;
  }
  const mu = spenders > 0 ? sum / spenders : 0;
  const sigma = spenders > 1 ? Math.sqrt(Math.max(1e-4, squares / spenders - mu * mu)) : 1;
  return [Math.log((spenders + 0.5) / (rows.length - spenders + 0.5)), mu, Math.log(Math.expm1(sigma))];
}

function shuffled(length: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  shuffle(order, random);
  return order;
}

/** Fisher-Yates. */
function shuffle(order: Uint32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}
