import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { TrainedZiln, ZilnEpoch, ZilnOptions } from "../../models/spend/train-ziln.js";
import type { Layer, Network } from "../../models/spend/ziln-network.js";
import { ClvError } from "../errors.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { runFile, runFiles } from "../runs/layout.js";
import type { FeatureEncoding } from "./feature-encoding.js";
import type { TensorBackend } from "./tf-backend.js";

/** ziln.json: everything about a trained network but its weights, which are in ziln.weights.bin. */
export interface ZilnFile {
  readonly format: 1;
  readonly model: "ziln";
  readonly horizonDays: number;
  /** The last day that the features of the training data saw. */
  readonly cut: string;
  readonly backend: TensorBackend;
  readonly encoding: FeatureEncoding;
  /** Inputs and outputs of each layer, in order; ReLU between them. */
  readonly layers: readonly { readonly inputs: number; readonly outputs: number }[];
  /** SHA-256 of the weights: of each layer its weights row by row, then its biases, as little-endian float32. */
  readonly weights: string;
  /** Predictions are not above the largest value of the training data. */
  readonly largestValue: number;
  readonly training: {
    readonly customers: number;
    /** Customers with a purchase up to the cut; more than those trained on where these are a sample. */
    readonly population: number;
    readonly spenders: number;
    readonly options: ZilnOptions;
    readonly seed: number;
    readonly startLoss: number;
    readonly epochs: readonly ZilnEpoch[];
    readonly best: number;
    /** Over the customers kept out of training: what they spent, and what was expected of them. */
    readonly validation: {
      readonly customers: number;
      readonly meanValue: number;
      readonly meanPredicted: number;
    };
  };
}

/** Weights of a network as bytes, the same on every platform. */
function weightBytes({ layers }: Network): Uint8Array {
  const numbers = layers.flatMap(({ weights, bias }) => [weights, bias]);
  const view = new DataView(new ArrayBuffer(4 * numbers.reduce((sum, part) => sum + part.length, 0)));
  let at = 0;
  for (const part of numbers) for (const v of part) view.setFloat32(4 * at++, v, true);
  return new Uint8Array(view.buffer);
}

/** Writes ziln.weights.bin, then ziln.json, which names the weights it belongs to; returns what it holds. */
export async function writeZiln(
  folder: string,
  network: TrainedZiln["network"],
  rest: Omit<ZilnFile, "layers" | "weights">,
): Promise<ZilnFile> {
  const bytes = weightBytes(network);
  const file: ZilnFile = {
    ...rest,
    layers: network.layers.map(({ inputs, outputs }) => ({ inputs, outputs })),
    weights: hashOf(bytes),
  };
  await writePrivateFile(runFile(folder, "weights"), bytes);
  await writePrivateFile(runFile(folder, "network"), `${JSON.stringify(file, null, 2)}\n`);
  return file;
}

/**
 * Reads a trained network back.
 * @throws ClvError MODEL_UNUSABLE when the files are not there or do not belong together
 */
export async function readZiln(folder: string): Promise<{ file: ZilnFile; network: Network }> {
  try {
    const file = JSON.parse(await readFile(runFile(folder, "network"), "utf8")) as ZilnFile;
    const bytes = await readFile(runFile(folder, "weights"));
    if (hashOf(bytes) !== file.weights)
      throw new Error(`${runFiles.weights} is not the one that ${runFiles.network} names`);
    return { file, network: networkFrom(bytes, file.layers) };
  } catch (error) {
    throw new ClvError(
      "MODEL_UNUSABLE",
      `the network in ${folder} cannot be read: ${(error as Error).message}. Run the fit stage again.`,
      { cause: error },
    );
  }
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

function networkFrom(bytes: Uint8Array, sizes: ZilnFile["layers"]): Network {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (count: number): Float32Array => {
    const part = Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * (at + i), true));
    at += count;
    return part;
  };
  const layers = sizes.map(
    ({ inputs, outputs }): Layer => ({
      inputs,
      outputs,
      weights: take(inputs * outputs),
      bias: take(outputs),
    }),
  );
  return { layers };
}
