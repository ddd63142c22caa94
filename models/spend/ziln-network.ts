import * as tf from "@tensorflow/tfjs-core";
import type { Random } from "../model.js";

/** A fully connected network with ReLU between its layers and three outputs, as plain numbers. */
export interface Network {
  readonly layers: readonly Layer[];
}

export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** [inputs, outputs], row by row */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** The three logits of a value distribution before anything is learned: those that fit all customers alike. */
export type StartLogits = readonly [l: number, mu: number, s: number];

/**
 * A network with random weights, uniform within root(6 / (inputs + outputs)) (Glorot & Bengio 2010), and biases 0 except
 * those of the last layer, which start from what holds for all customers.
 */
export function randomNetwork(
  inputs: number,
  hidden: readonly number[],
  start: StartLogits,
  random: Random,
): Network {
  const sizes = [inputs, ...hidden, 3];
  const layers = sizes.slice(1).map((outputs, i): Layer => {
    const before = sizes[i]!;
    const bound = Math.sqrt(6 / (before + outputs));
    return {
      inputs: before,
      outputs,
      weights: Float32Array.from({ length: before * outputs }, () => (2 * random() - 1) * bound),
      bias: i === hidden.length ? Float32Array.from(start) : new Float32Array(outputs),
    };
  });
  return { layers };
}

/** A network as tensors, weights and bias of each layer in turn; the caller disposes of them. */
export function networkTensors({ layers }: Network): tf.Tensor[] {
  return layers.flatMap(({ inputs, outputs, weights, bias }) => [
    tf.tensor2d(weights, [inputs, outputs]),
    tf.tensor1d(bias),
  ]);
}

/** The logits [rows, 3] of features [rows, inputs]. */
export function applyNetwork(features: tf.Tensor2D, tensors: readonly tf.Tensor[]): tf.Tensor2D {
  return activations(features, tensors).at(-1)!;
}

/** What enters each layer, the features first, and the logits at the end. */
export function activations(features: tf.Tensor2D, tensors: readonly tf.Tensor[]): tf.Tensor2D[] {
  const found = [features];
  for (let i = 0; i < tensors.length; i += 2) {
    const z = tf.add(tf.matMul(found.at(-1)!, tensors[i]! as tf.Tensor2D), tensors[i + 1]!) as tf.Tensor2D;
    found.push(i + 2 < tensors.length ? tf.relu(z) : z);
  }
  return found;
}

/**
 * Gradient of a loss in the weights and biases, in the order of `tensors`, from its gradient in the logits: back-propagation,
 * written out because @tensorflow/tfjs-core has no derivatives of its operations unless another package registers them.
 * @param entered what `activations` gave
 */
export function networkGradient(
  entered: readonly tf.Tensor2D[],
  tensors: readonly tf.Tensor[],
  logitGradient: tf.Tensor2D,
): tf.Tensor[] {
  const gradients: tf.Tensor[] = [];
  let delta = logitGradient;
  for (let i = tensors.length - 2; i >= 0; i -= 2) {
    const input = entered[i / 2]!;
    gradients.unshift(tf.matMul(input, delta, true, false), tf.sum(delta, 0));
    if (i === 0) break;
    const open = tf.cast(tf.greater(input, 0), "float32");
    delta = tf.mul(tf.matMul(delta, tensors[i]! as tf.Tensor2D, false, true), open);
  }
  return gradients;
}

/** The numbers of a network that are now in its tensors. */
export function networkOf(tensors: readonly tf.Tensor[]): Network {
  const layers: Layer[] = [];
  for (let i = 0; i < tensors.length; i += 2) {
    const [inputs, outputs] = tensors[i]!.shape as [number, number];
    layers.push({
      inputs,
      outputs,
      weights: new Float32Array(tensors[i]!.dataSync()),
      bias: new Float32Array(tensors[i + 1]!.dataSync()),
    });
  }
  return { layers };
}
