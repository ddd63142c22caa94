import type { RecordBatch } from "apache-arrow";
import type { LevelCovariate } from "../../models/spend/spend-covariates.js";
import type { ZilnData } from "../../models/spend/train-ziln.js";
import { numbersOf } from "../files/numbers.js";
import { behaviourNumbers } from "../sql/behaviour-windows.js";
import { attributeColumn } from "../sql/parse-rows.js";
import {
  type FeatureEncoding,
  inputsOf,
  levelPlace,
  NumberMoments,
  standardise,
  transformed,
} from "./feature-encoding.js";

/** Features of one record batch: transformed numbers by column, and the inputs of attributes. */
interface Decoded {
  readonly rows: number;
  readonly numbers: readonly Float64Array[];
  /** place of each row's value, -1 for none, by attribute */
  readonly places: readonly Int16Array[];
}

function decode(batch: RecordBatch, attributes: readonly LevelCovariate[]): Decoded {
  const rows = batch.numRows;
  const numbers = behaviourNumbers.map((name) => {
    const column = new Float64Array(rows);
    numbersOf(batch, name, column, 0);
    for (let i = 0; i < rows; i++) column[i] = transformed(name, column[i]!);
    return column;
  });
  const places = attributes.map((covariate) => {
    const column = attributeColumn(covariate.name);
    const values = batch.getChild(column);
    if (values === null) throw new Error(`the result lacks the column ${column}`);
    const known = new Map<string | null, number>();
    return Int16Array.from({ length: rows }, (_, i) => {
      const value = values.get(i) as string | null;
      let place = known.get(value);
      if (place === undefined) {
        place = levelPlace(covariate, value) ?? -1;
        known.set(value, place);
      }
      return place;
    });
  });
  return { rows, numbers, places };
}

/** The inputs of one batch, row by row. */
export function encodeBatch(batch: RecordBatch, encoding: FeatureEncoding): Float32Array {
  const { rows, numbers, places } = decode(batch, encoding.attributes);
  const inputs = inputsOf(encoding);
  const features = new Float32Array(rows * inputs);
  for (let k = 0; k < numbers.length; k++)
    for (let i = 0; i < rows; i++)
      features[i * inputs + k] = standardise(encoding.numbers[k]!, numbers[k]![i]!);
  setLevels(features, inputs, 0, encoding.attributes, places);
  return features;
}

function setLevels(
  features: Float32Array,
  inputs: number,
  firstRow: number,
  attributes: readonly LevelCovariate[],
  places: readonly Int16Array[],
): void {
  let start = behaviourNumbers.length;
  attributes.forEach(({ levels }, k) => {
    places[k]!.forEach((place, i) => {
      if (place >= 0) features[(firstRow + i) * inputs + start + place] = 1;
    });
    start += levels.length + 1;
  });
}

/**
 * Training data from batches with a target, and the encoding found from them. Holds a row in 4 bytes an input.
 * @param capacity at least the rows that will come
 */
export async function trainingData(
  batches: AsyncIterable<RecordBatch>,
  attributes: readonly LevelCovariate[],
  capacity: number,
): Promise<{ data: ZilnData; encoding: FeatureEncoding }> {
  const blank: FeatureEncoding = {
    numbers: behaviourNumbers.map((name) => ({ name, mean: 0, sd: 1 })),
    attributes,
  };
  const inputs = inputsOf(blank);
  const features = new Float32Array(capacity * inputs);
  const targets = new Float64Array(capacity);
  const moments = new NumberMoments();
  let rows = 0;
  for await (const batch of batches) {
    if (rows + batch.numRows > capacity)
      throw new RangeError(`more than ${capacity} customers where no more were counted`);
    const decoded = decode(batch, attributes);
    decoded.numbers.forEach((column, k) => {
      for (let i = 0; i < column.length; i++) {
        moments.add(k, column[i]!);
        features[(rows + i) * inputs + k] = column[i]!;
      }
    });
    setLevels(features, inputs, rows, attributes, decoded.places);
    numbersOf(batch, "target", targets, rows);
    rows += batch.numRows;
  }
  const numbers = moments.standardised();
  for (let k = 0; k < numbers.length; k++)
    for (let i = 0; i < rows; i++)
      features[i * inputs + k] = standardise(numbers[k]!, features[i * inputs + k]!);
  return {
    data: {
      rows,
      inputs,
      features: features.subarray(0, rows * inputs),
      values: Float32Array.from(targets.subarray(0, rows)),
    },
    encoding: { numbers, attributes },
  };
}
