import { Field, Float64, makeData, RecordBatch, Schema, Struct, Utf8 } from "apache-arrow";
import type { Network } from "../../models/spend/ziln-network.js";
import type { TableRef } from "../engines/engine.js";
import type { AttributeValue } from "../sql/attribute-value.js";
import { behaviourWindows } from "../sql/behaviour-windows.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { encodeBatch } from "./feature-batches.js";
import { openTensorFlow, type TensorBackend } from "./tf-backend.js";
import { readZiln, type ZilnFile } from "./ziln-file.js";
import { zilnValues } from "./ziln-values.js";

/** What predictions are made of: customer_id, ziln_value (base currency over the horizon), ziln_probability of spending. */
const schema = new Schema([
  new Field("customer_id", new Utf8(), true),
  new Field("ziln_value", new Float64(), true),
  new Field("ziln_probability", new Float64(), true),
]);

export interface ZilnPrediction {
  readonly asOf: string;
  /** As in training; see behaviourWindows. */
  readonly attributeValue?: AttributeValue;
  /** Of the customers to predict; all where absent. */
  readonly transactions?: Sql;
  /** Of the engine, `ziln_values` where absent; it lives as long as that. */
  readonly table?: TableRef;
  readonly backends?: readonly TensorBackend[];
}

/**
 * Predicts customers as of a day with the network of the run folder, into a table. Batches stream out of the engine and back.
 * @returns customers predicted
 */
export async function predictZiln(
  { engine, runDir, signal, log }: Pick<StageContext, "engine" | "runDir" | "signal" | "log">,
  { asOf, attributeValue, backends, transactions, table = { name: "ziln_values" } }: ZilnPrediction,
): Promise<number> {
  const { file, network } = await readZiln(runDir);
  await openTensorFlow(log, backends ?? [file.backend, "wasm", "cpu"]);
  const statement = behaviourWindows(engine.dialect, transactions ?? engine.dialect.table("transactions"), {
    cut: asOf,
    until: null,
    attributes: file.encoding.attributes.map((a) => a.name),
    ...(attributeValue && { attributeValue }),
    sample: null,
    ordered: false,
  });
  return engine.load(table, predictions(engine.query(statement, signal), file, network), signal);
}

async function* predictions(
  batches: AsyncIterable<RecordBatch>,
  file: ZilnFile,
  network: Network,
): AsyncGenerator<RecordBatch> {
  for await (const batch of batches) {
    const length = batch.numRows;
    const { values, probabilities } = zilnValues(
      network,
      encodeBatch(batch, file.encoding),
      length,
      file.largestValue,
    );
    const ids = batch.getChild("customer_id")!.data[0]!;
    const numbers = [values, probabilities].map((data) =>
      makeData({ type: new Float64(), length, nullCount: 0, data }),
    );
    yield new RecordBatch(
      schema,
      makeData({ type: new Struct(schema.fields), length, nullCount: 0, children: [ids, ...numbers] }),
    );
  }
}
