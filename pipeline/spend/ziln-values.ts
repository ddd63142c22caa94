import * as tf from "@tensorflow/tfjs-core";
import { zilnMean, zilnProbability } from "../../models/spend/ziln.js";
import { applyNetwork, type Network, networkTensors } from "../../models/spend/ziln-network.js";

export interface ZilnValues {
  /** expected value over the horizon, base currency */
  readonly values: Float64Array;
  /** probability of spending anything */
  readonly probabilities: Float64Array;
}

/** Rows that go through the network at once; always as many, so that no row's result depends on how many there are. */
const blockRows = 4096;

/** Expected values of customers by their inputs, not above the largest value that the training data knew. */
export function zilnValues(
  network: Network,
  features: Float32Array,
  rows: number,
  largestValue: number,
): ZilnValues {
  const inputs = network.layers[0]!.inputs;
  const values = new Float64Array(rows);
  const probabilities = new Float64Array(rows);
  const tensors = networkTensors(network);
  try {
    for (let from = 0; from < rows; from += blockRows) {
      const block = new Float32Array(blockRows * inputs);
      block.set(features.subarray(from * inputs, Math.min(rows, from + blockRows) * inputs));
      const logits = tf.tidy(() => applyNetwork(tf.tensor2d(block, [blockRows, inputs]), tensors).dataSync());
      for (let i = 0; i < blockRows && from + i < rows; i++) {
        const [l, mu, s] = [logits[3 * i]!, logits[3 * i + 1]!, logits[3 * i + 2]!];
        values[from + i] = Math.min(largestValue, zilnMean(l, mu, s));
        probabilities[from + i] = zilnProbability(l);
      }
    }
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
  return { values, probabilities };
}
